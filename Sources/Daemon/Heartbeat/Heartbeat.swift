import Configuration
import Engine
import Logging
import Probes
import ServiceLifecycle
import Synchronization

/// The dead-man's switch: pings a service that raises the alarm when the pings cease, so that somebody hears of it when
/// Defib itself can tell nobody.
///
/// Looks once a second at how the daemon is, where there is anybody to tell. Pings go one at a time through libcurl's own thread;
/// nothing waits for them.
final class Heartbeat: Service {
    /// Lost pings in a row after which people are told: until then the next may still come in time.
    static let lossesBeforeNotice = 3

    private let queue: EventQueue
    private let clock: any SteadyClock
    private let log: Logger
    private let sender: HeartbeatSender
    private let spacing: TimeSpan
    private let state: Mutex<State>
    /// That the switch was changed, once however often.
    private let changes: AsyncStream<Void>
    private let feed: AsyncStream<Void>.Continuation

    private struct State {
        var settings: HeartbeatSettings?
        var rhythm: HeartbeatRhythm
        var vitals: VitalSigns
        var report = HeartbeatReport()
    }

    init(
        _ settings: HeartbeatSettings?,
        queue: EventQueue,
        clock: any SteadyClock,
        log: Logger,
        sender: HeartbeatSender,
        spacing: TimeSpan = HeartbeatRhythm.spacing
    ) {
        self.queue = queue
        self.clock = clock
        self.log = log
        self.sender = sender
        self.spacing = spacing
        (changes, feed) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        state = Mutex(
            State(
                settings: settings,
                rhythm: HeartbeatRhythm(interval: settings?.interval ?? .zero, spacing: spacing),
                vitals: VitalSigns(startedAt: clock.now())
            )
        )
    }

    /// As of now.
    var report: HeartbeatReport {
        state.withLock { state in
            var report = state.report
            report.condition = state.vitals.condition(at: clock.now())
            report.isConfigured = state.settings != nil
            return report
        }
    }

    /// A changed switch is another one, and starts anew.
    func replace(_ settings: HeartbeatSettings?) {
        let wasNoticed = state.withLock { state in
            state.vitals.receiversReplaced()
            guard state.settings != settings else { return false }
            defer { state.report.fault = nil; state.report.lostInARow = 0 }
            state.settings = settings
            state.rhythm = HeartbeatRhythm(interval: settings?.interval ?? .zero, spacing: spacing)
            return state.report.lostInARow >= Heartbeat.lossesBeforeNotice
        }
        feed.yield()
        if wasNoticed { queue.post(.noticeChanged(key: "heartbeat", line: nil)) }
    }

    func note(delivery outcome: DeliveryOutcome, to receiver: String) {
        state.withLock { $0.vitals.deliveryEnded(outcome, to: receiver, at: clock.now()) }
    }

    func noteListing() {
        state.withLock { $0.vitals.providerListed(at: clock.now()) }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.beat()
                if self.isSwitchedOn {
                    try? await Task.sleep(for: .seconds(1))
                } else {
                    _ = await self.changes.first { _ in true }
                }
            }
        }
    }

    private var isSwitchedOn: Bool { state.withLock { $0.settings != nil } }

    /// Whether the engine trusts itself, as it says each second: the latest word before it fell silent stands for a while.
    func hear(distrust: String?, at now: Timestamp) {
        state.withLock { $0.vitals.engineSaid(distrust: distrust, at: now) }
    }

    /// Sends what is due, if anything is.
    func beat() async {
        let now = clock.now()
        let due = state.withLock { state -> (ping: HeartbeatRhythm.Ping, settings: HeartbeatSettings)? in
            guard let settings = state.settings,
                let ping = state.rhythm.due(state.vitals.condition(at: now), at: now)
            else { return nil }
            return (ping, settings)
        }
        guard let due else { return }
        tell(due.ping, await sender.send(due.ping, to: due.settings.url), begunAt: now, of: due.settings)
    }

    /// A ping that was under way when the switch was replaced counts for nobody's rhythm.
    private func tell(
        _ ping: HeartbeatRhythm.Ping,
        _ outcome: HeartbeatSender.Outcome,
        begunAt: Timestamp,
        of settings: HeartbeatSettings
    ) {
        let (before, after) = state.withLock { state -> (Int, Int) in
            let before = state.report.lostInARow
            guard state.settings == settings else { return (before, before) }
            state.rhythm.attempted(ping, at: begunAt, isTaken: outcome == .taken)
            state.report.note(ping, outcome, at: begunAt)
            return (before, state.report.lostInARow)
        }
        if case .fail(let reason) = ping, outcome == .taken {
            log.warning("the heartbeat failed, on purpose: \(reason)")
        }
        if case .lost(let why) = outcome {
            log.warning("the heartbeat's ping '\(ping.kind.rawValue)' was lost: \(why)")
        }
        if case .lost(let why) = outcome, after == Heartbeat.lossesBeforeNotice, before < after {
            let line = "the heartbeat does not reach its service, which may raise the alarm: \(why)"
            queue.post(.noticeChanged(key: "heartbeat", line: line))
        }
        if before >= Heartbeat.lossesBeforeNotice, after == 0 {
            queue.post(.noticeChanged(key: "heartbeat", line: nil))
        }
    }
}
