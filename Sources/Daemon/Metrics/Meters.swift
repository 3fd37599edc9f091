import Engine
import Exposition
import Journal
import Probes
import Synchronization

/// What is counted while the daemon runs, for `/metrics` and for the watchdog's trust in itself.
final class Meters: Sendable {
    struct Counted: Sendable {
        var incidents: UInt64 = 0
        var actions: [ActionOutcome: UInt64] = [:]
        var refusals: [Gate: UInt64] = [:]
        var checkerRefusals: UInt64 = 0
        var recoveries: [String: Histogram] = [:]
        var deliveries: [Delivery: UInt64] = [:]
        var probes = ProbeStatistics()
        var loopLag = Histogram(.shortWaits)
        var maxLoopLag = TimeSpan.zero
        var journalWrites = Histogram(.shortWaits)
        var journalFault: String?
        var isLastReloadSuccessful = true
        var lastReloadAt: Timestamp?
        /// Actions that were intended and are not answered, so that each answer counts once.
        fileprivate var intended: Set<Int64> = []
    }

    struct ActionOutcome: Hashable, Sendable {
        var action: String
        var outcome: String
    }

    struct Delivery: Hashable, Sendable {
        var receiver: String
        var outcome: String
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

    // MARK: The journal

    func timingJournal<Value>(_ write: () throws(JournalError) -> Value) throws(JournalError) -> Value {
        let started = ContinuousClock.now
        defer {
            let took = started.duration(to: .now) / .seconds(1)
            counted.withLock { $0.journalWrites.observe(took) }
        }
        return try write()
    }

    func note(journalFault: String?) {
        counted.withLock { $0.journalFault = journalFault }
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
        let outcome =
            switch delivery {
            case .delivered: "delivered"
            case .failed: "failed"
            case .refused: "refused"
            }
        counted.withLock { $0.deliveries[Delivery(receiver: receiver, outcome: outcome), default: 0] += 1 }
    }

    func note(_ record: Record) {
        switch record {
        case .incident(let incident): note(incident)
        case .action(let action): note(action)
        case .decision(let decision): note(decision)
        case .proof, .notification, .pause, .silence, .latch, .boot, .trust: break
        }
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
                return
            }
            guard counted.intended.remove(action.id) != nil else { return }
            let outcome = ActionOutcome(action: action.action, outcome: action.state.rawValue)
            counted.actions[outcome, default: 0] += 1
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
