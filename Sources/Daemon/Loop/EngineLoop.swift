import Checker
import Engine
import Journal
import Logging
import Probes
import Synchronization

/// The one owner of the engine, on a thread of its own: takes events in order, steps, makes records durable, and only
/// then lets effects out.
///
/// A step with an outward effect is committed before the effect is performed, together with every event before it; the
/// rest is written behind.
///
/// What comes round each second does so here, in one wake-up and with the next probe's if that is near: idle, each thread
/// that a timer wakes costs more than what it comes for.
final class EngineLoop: Sendable {
    /// The clock of poll(2) stands while the machine is suspended.
    static let longestSleep = TimeSpan.seconds(1)

    private let queue: EventQueue
    private let journal: HandOver<JournalWriter>
    private let clock: any SteadyClock
    private let perform: @Sendable (Effect) -> Void
    private let meters: Meters
    private let log: Logger
    private let manager: ServiceManager
    private let meter: HandOver<WatchdogMeter?>
    private let isDraining = Atomic(false)
    /// When the loop last came round, in milliseconds.
    private let lastRound = Atomic<Int64>(0)

    init(
        queue: EventQueue,
        journal: JournalWriter,
        clock: any SteadyClock,
        meters: Meters,
        log: Logger,
        manager: ServiceManager = ServiceManager(environment: nil),
        meter: WatchdogMeter? = nil,
        perform: @escaping @Sendable (Effect) -> Void
    ) {
        self.queue = queue
        self.journal = HandOver(journal)
        self.clock = clock
        self.meters = meters
        self.log = log
        self.manager = manager
        self.meter = HandOver(meter)
        self.perform = perform
    }

    /// From now on no power action is sent: what is under way may still be answered.
    func drain() { isDraining.store(true, ordering: .relaxed) }

    /// How long ago the loop last came round.
    func silence(at now: Timestamp) -> TimeSpan {
        now - Timestamp(milliseconds: lastRound.load(ordering: .relaxed))
    }

    /// Runs until the queue is closed and empty; blocks its thread.
    func run(_ engine: consuming Engine) {
        var engine = engine
        var journal = journal.take()
        var meter = meter.take()
        var watchdog = WatchdogFeed(manager)
        meter?.begin(at: clock.now())
        while true {
            let now = clock.now()
            watchdog.loopCameRound(at: now)
            lastRound.store(now.milliseconds, ordering: .relaxed)
            let due = [engine.nextDeadline(), journal.flushDue, meter?.dueAt].compactMap(\.self).min()
            let batch = queue.take(waitingAtMost: sleep(until: due, at: now))
            handle(batch, &engine, &journal)
            if let health = meter?.measure(at: clock.now()) {
                step(.watchdogMeasured(health), &engine, &journal)
                meter?.tell(distrust: engine.selfDistrust(at: clock.now()), at: clock.now())
            }
            if engine.nextDeadline().map({ $0 <= clock.now() }) ?? false {
                step(.deadlinePassed, &engine, &journal)
            }
            journal.writeBehind(at: clock.now())
            if batch.isClosed, batch.isEmpty { break }
        }
        journal.flush()
    }

    private func sleep(until due: Timestamp?, at now: Timestamp) -> TimeSpan {
        let longest = min(EngineLoop.longestSleep, manager.watchdogPace)
        return due.map { min(max($0 - now, .zero), longest) } ?? longest
    }

    private func handle(_ batch: EventQueue.Batch, _ engine: inout Engine, _ journal: inout JournalWriter) {
        if let oldest = batch.oldest { meters.note(loopLag: clock.now() - oldest) }
        // Completions and commands first: what is known about actions must not wait behind a flood of observations.
        for item in batch.items {
            switch item {
            case .event(let event): step(event, &engine, &journal)
            case .visit(let visit): visit(&engine, clock.now())
            }
        }
        for observation in batch.observations { step(.observationArrived(observation), &engine, &journal) }
    }

    private func step(_ event: Event, _ engine: inout Engine, _ journal: inout JournalWriter) {
        let now = clock.now()
        journal.append(event, at: now)
        let effects = engine.step(event, now: now)
        guard !effects.isEmpty else { return }
        let isDurable = journal.keep(effects, at: now)
        for case .record(let record) in effects { tell(record) }
        let departure = Departure(
            effects,
            isDurable: isDurable,
            isDraining: isDraining.load(ordering: .relaxed),
            objection: { Checker.objection(to: $0) }
        )
        for sealed in departure.objections { tell(sealed) }
        for answer in departure.answers { queue.post(answer) }
        for effect in departure.perform { perform(effect.carrying(journal.chainHead)) }
    }

    /// A fault in Defib itself: the gates passed what their own evidence does not bear out.
    private func tell(_ refused: SealedAction) {
        let objection = Checker.objection(to: refused) ?? ""
        meters.noteCheckerRefusal()
        log.critical("the checker refused \(refused.power.rawValue) of \(refused.vps): \(objection)")
        let line = "the checker refused \(refused.power.rawValue) of \(refused.vps), a fault in Defib: \(objection)"
        queue.post(.noticeChanged(key: "checker", line: line))
    }

    /// The log says what the journal keeps, a line a decision.
    private func tell(_ record: Record) {
        meters.note(record)
        guard case .decision(let decision) = record else { return }
        var metadata: Logger.Metadata = ["verdict": "\(decision.verdict.rawValue)"]
        if let incident = decision.incident { metadata["incident"] = "\(incident)" }
        log.notice("\(decision.name): \(decision.summary)", metadata: metadata)
    }
}

extension Effect {
    /// A notification takes along where the chain of decisions stands, so that whoever keeps it can tell later whether the
    /// journal was changed.
    fileprivate func carrying(_ head: ChainHead?) -> Effect {
        guard case .deliver(var notification, let receiver) = self else { return self }
        notification.chainHead = head?.description
        return .deliver(notification, receiver: receiver)
    }
}
