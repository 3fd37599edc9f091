import Engine
import Exposition
import Journal
import Probes
import Synchronization

/// What is counted while the daemon runs, for `/metrics` and for the watchdog's trust in itself.
final class Meters: Sendable {
    struct Counted: Sendable {
        var incidents: UInt64 = 0
        /// By the provider's answer, and by how they ended: those a ladder can send, from 0 on.
        var actions = ActionOutcome.zeros(.accepted, .rejected, .outcomeUnknown)
        var actionEnds = ActionOutcome.zeros(.completed, .failed, .ineffective)
        var refusals: [Gate: UInt64] = [:]
        var checkerRefusals: UInt64 = 0
        var recoveries: [String: Histogram] = [:]
        var deliveries: [Delivery: UInt64] = [:]
        /// Given up, by receiver.
        var undeliverable: [String: UInt64] = [:]
        var probes = ProbeStatistics()
        var resolver = ResolverStatistics()
        var loopLag = Histogram(.shortWaits)
        var maxLoopLag = TimeSpan.zero
        var journalWrites = Histogram(.shortWaits)
        var journalFailures: UInt64 = 0
        var journalFault: String?
        var droppedObservations: UInt64 = 0
        var lastSweepAt: Timestamp?
        var isLastReloadSuccessful = true
        var lastReloadAt: Timestamp?
        /// Actions that were intended and are not answered, so that each answer counts once.
        fileprivate var intended: Set<Int64> = []
        /// Those sent and not settled, so that each end counts once.
        fileprivate var unsettled: Set<Int64> = []
    }

    struct ActionOutcome: Hashable, Sendable {
        var action: String
        var outcome: String

        /// Counters that are there before they first count, so that their first count is an increase.
        static func zeros(_ outcomes: ActionRecord.State...) -> [ActionOutcome: UInt64] {
            var counts: [ActionOutcome: UInt64] = [:]
            for action in ["exec", "restart", "reset", "start"] {
                for outcome in outcomes { counts[ActionOutcome(action: action, outcome: outcome.rawValue)] = 0 }
            }
            return counts
        }
    }

    struct Delivery: Hashable, Sendable {
        enum Outcome: String, CaseIterable, Sendable {
            case delivered, failed, refused
        }

        var receiver: String
        var outcome: Outcome
    }

    private let counted = Mutex(Counted())

    /// All of it at one moment.
    var current: Counted { counted.withLock { $0 } }

    // MARK: The loop

    func note(loopLag: TimeSpan) {
        counted.withLock { counted in
            counted.loopLag.observe(loopLag.seconds)
            counted.maxLoopLag = max(counted.maxLoopLag, loopLag)
        }
    }

    /// The greatest since it was last taken.
    func takeMaxLoopLag() -> TimeSpan {
        counted.withLock { counted in
            defer { counted.maxLoopLag = .zero }
            return counted.maxLoopLag
        }
    }

    func note(_ probes: ProbeStatistics) {
        counted.withLock { $0.probes = probes }
    }

    func note(_ resolver: ResolverStatistics) {
        counted.withLock { $0.resolver = resolver }
    }

    func note(droppedObservations count: Int) {
        counted.withLock { $0.droppedObservations += UInt64(count) }
    }

    func note(sweepSucceededAt time: Timestamp) {
        counted.withLock { $0.lastSweepAt = time }
    }

    // MARK: The journal

    func timingJournal<Value>(_ write: () throws(JournalError) -> Value) throws(JournalError) -> Value {
        let started = ContinuousClock.now
        defer {
            let took = started.duration(to: .now) / .seconds(1)
            counted.withLock { $0.journalWrites.observe(took) }
        }
        return try write()
    }

    /// How the latest commit ended.
    func note(journalFault: String?) {
        counted.withLock { counted in
            counted.journalFault = journalFault
            if journalFault != nil { counted.journalFailures += 1 }
        }
    }

    var journalFault: String? { counted.withLock { $0.journalFault } }

    func note(reloadSucceeded: Bool, at now: Timestamp) {
        counted.withLock { counted in
            counted.isLastReloadSuccessful = reloadSucceeded
            if reloadSucceeded { counted.lastReloadAt = now }
        }
    }

    // MARK: Decisions and what became of them

    func note(delivery: DeliveryOutcome, to receiver: String) {
        let outcome: Delivery.Outcome =
            switch delivery {
            case .delivered: .delivered
            case .failed: .failed
            case .refused: .refused
            }
        counted.withLock { $0.deliveries[Delivery(receiver: receiver, outcome: outcome), default: 0] += 1 }
    }

    func note(_ record: Record) {
        switch record {
        case .incident(let incident): note(incident)
        case .action(let action): note(action)
        case .decision(let decision): note(decision)
        case .notification(let notification): note(notification)
        case .proof, .pause, .silence, .latch, .boot, .trust, .discovery: break
        }
    }

    private func note(_ notification: NotificationRecord) {
        guard notification.state == .undeliverable else { return }
        counted.withLock { $0.undeliverable[notification.receiver, default: 0] += 1 }
    }

    func noteCheckerRefusal() {
        counted.withLock { $0.checkerRefusals += 1 }
    }

    private func note(_ incident: IncidentRecord) {
        // A person's word on it comes later, and is no second recovery.
        guard incident.state == .recovered, incident.judgement == nil, let endedAt = incident.endedAt else { return }
        let seconds = (endedAt - incident.firstFailureAt).seconds
        counted.withLock { $0.recoveries[incident.curedBy ?? "none", default: Histogram(.recoveries)].observe(seconds) }
    }

    private func note(_ action: ActionRecord) {
        counted.withLock { counted in
            guard action.state != .intended else {
                counted.intended.insert(action.id)
                counted.unsettled.insert(action.id)
                return
            }
            let outcome = ActionOutcome(action: action.action, outcome: action.state.rawValue)
            if counted.intended.remove(action.id) != nil { counted.actions[outcome, default: 0] += 1 }
            guard !action.state.isOpen, counted.unsettled.remove(action.id) != nil else { return }
            // What was not taken has no end.
            if action.state != .rejected { counted.actionEnds[outcome, default: 0] += 1 }
        }
    }

    private func note(_ decision: DecisionRecord) {
        counted.withLock { counted in
            if decision.verdict == .incidentOpened { counted.incidents += 1 }
            guard decision.verdict == .refuse || decision.verdict == .wouldAct else { return }
            for gate in decision.evidence?.gates ?? [] where gate.outcome == .refused {
                counted.refusals[gate.gate, default: 0] += 1
            }
        }
    }
}
