import Alerting
import Engine
import HostUp
import Logging
import Probes
import ServiceLifecycle
import Synchronization

/// Performs the engine's effects and brings back what became of each as an event. Every effect is one child task of one
/// group; whatever happens, exactly one event answers it.
final class EffectRunner: Service {
    /// Longer than any answer the provider has given, shorter than the engine's own patience with it.
    static let powerLimit = TimeSpan.seconds(30)
    static let readLimit = TimeSpan.seconds(20)
    static let sweepLimit = TimeSpan.seconds(60)

    private let queue: EventQueue
    private let provider: any PowerProvider
    private let receivers: Receivers
    private let scheduler: ProbeScheduler
    private let replies: Replies
    private let clock: any SteadyClock
    private let meters: Meters
    private let log: Logger
    private let effects: AsyncStream<Effect>
    private let feed: AsyncStream<Effect>.Continuation
    private let isSweeping = Atomic(false)
    private let actionsUnderWay = Atomic(0)

    init(
        queue: EventQueue,
        provider: any PowerProvider,
        receivers: Receivers,
        scheduler: ProbeScheduler,
        replies: Replies,
        clock: any SteadyClock,
        meters: Meters,
        log: Logger
    ) {
        self.queue = queue
        self.provider = provider
        self.receivers = receivers
        self.scheduler = scheduler
        self.replies = replies
        self.clock = clock
        self.meters = meters
        self.log = log
        // Unbounded by itself, bounded by the engine: it asks for nothing twice before it was answered.
        (effects, feed) = AsyncStream.makeStream(of: Effect.self)
    }

    /// Takes an effect from the engine's thread; never blocks.
    func take(_ effect: Effect) {
        switch effect {
        case .record: break
        case .probeNow(let addresses): scheduler.probeNow(addresses)
        case .reply(let request, let reply): replies.resolve(request, with: reply)
        case .sendPower, .runExec:
            actionsUnderWay.add(1, ordering: .sequentiallyConsistent)
            feed.yield(effect)
        case .sweepPlatform, .inspect, .pollOperation, .deliver:
            feed.yield(effect)
        }
    }

    /// Power actions that were handed out and are not answered.
    var isActing: Bool { actionsUnderWay.load(ordering: .sequentiallyConsistent) > 0 }

    /// Ends once `finish` was called and everything under way has ended.
    func run() async throws {
        await withDiscardingTaskGroup { group in
            for await effect in effects {
                group.addTask { await self.perform(effect) }
            }
            group.cancelAll()
        }
    }

    func finish() { feed.finish() }

    private func perform(_ effect: Effect) async {
        switch effect {
        case .record, .probeNow, .reply: break
        case .sweepPlatform: await sweep()
        case .inspect(let request, let vps):
            let result = await provider.inspect(vps, within: EffectRunner.readLimit)
            queue.post(.inspectionArrived(request: request, vps: vps, result))
        case .sendPower(let action, let power, let vps):
            let outcome = await provider.send(power, to: vps, within: EffectRunner.powerLimit)
            log.notice("\(power.rawValue) of \(vps): \(outcome.words)", metadata: ["action": "\(action)"])
            queue.post(.powerAnswered(action: action, outcome))
            actionsUnderWay.subtract(1, ordering: .sequentiallyConsistent)
        case .pollOperation(let action, let operation):
            let reading = await provider.poll(operation, within: EffectRunner.readLimit)
            queue.post(.operationPolled(action: action, reading))
        case .runExec(let action, let command, let vps, let vmid, let until):
            let outcome = await provider.exec(command, in: vps, vmid: vmid, within: until - clock.now())
            queue.post(.execEnded(action: action, outcome))
            actionsUnderWay.subtract(1, ordering: .sequentiallyConsistent)
        case .deliver(let notification, let receiver):
            let outcome = await receivers.deliver(notification, to: receiver)
            meters.note(delivery: outcome, to: receiver)
            if case .delivered = outcome {} else { log.warning("receiver \(receiver): \(outcome.words)") }
            queue.post(.deliveryEnded(notification: notification.id, receiver: receiver, outcome))
        }
    }

    /// One listing at a time, whoever asks.
    func sweep() async {
        guard !isSweeping.exchange(true, ordering: .sequentiallyConsistent) else { return }
        defer { isSweeping.store(false, ordering: .sequentiallyConsistent) }
        let startedAt = clock.now()
        switch await provider.list(within: EffectRunner.sweepLimit) {
        case .success(let listing):
            queue.post(.platformListed(listing.readings, startedAt: startedAt))
        case .failure(let failure):
            log.warning("listing the account's VPSs: \(failure)")
            queue.post(.platformListingFailed(failure, startedAt: startedAt))
        }
    }
}

extension PowerOutcome {
    var words: String {
        switch self {
        case .accepted(let operation, let requestID):
            "accepted" + (operation.map { ", job \($0.jobID)" } ?? "") + (requestID.map { ", request \($0)" } ?? "")
        case .rejected(let failure): "not taken: \(failure)"
        case .unknown(let failure): "outcome unknown: \(failure)"
        }
    }
}

extension DeliveryOutcome {
    var words: String {
        switch self {
        case .delivered: "delivered"
        case .failed(let why, _): "not delivered, to be tried again: \(why)"
        case .refused(let why): "refused for good: \(why)"
        }
    }
}
