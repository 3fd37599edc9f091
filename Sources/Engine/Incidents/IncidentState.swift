/// An open incident on its way up the ladder.
struct IncidentState: Sendable {
    var record: IncidentRecord
    /// The rule that owns it, as it was when the incident opened.
    var bound: BoundRule
    var phase: Phase
    /// When the burst that agreed with `when` was started; nil: none since the last action.
    var confirmedAt: Timestamp?
    /// Likewise, of the burst before the last action, and the signs that action was allowed to overlook.
    var confirmedBefore: Timestamp?
    var despiteOfAction: SignsOfLife = []
    var recoverySince: Timestamp?
    /// Of this incident, exec included.
    var lastActionAt: Timestamp?
    /// The last refusal that was written down, so that a repeated one is not.
    var recordedRefusal: Gate?
    /// The latest of those that were written down, for people.
    private(set) var refusals: [Briefing.Refusal] = []
    /// When the provider was first read to deny a restart while it allowed a reset.
    var restartDeniedAt: Timestamp?
    /// The second such reading, far enough from the first.
    var restartDenial: RestartDenial?

    enum Phase: Sendable {
        /// The gates of the next rung are to be held. Goes to any other.
        case deciding
        /// A burst before the next rung. Goes to `deciding` or `resting`.
        case confirming(Confirmation)
        /// Other targets are being heard for the storm and self-health gates. Goes to `deciding`.
        case surveying(until: Timestamp)
        /// The rich endpoints are being read. Goes to `acting`, `resting` or `handedOver`.
        case inspecting(request: Int64, until: Timestamp)
        /// An action was sent and its answer is awaited. Goes to `waiting`.
        case acting(action: Int64, until: Timestamp)
        /// An action was taken, or may have been, and has until the record's `waitUntil` to help. Goes to `deciding` or
        /// `reconciling`.
        case waiting(action: Int64, poll: Poll?)
        /// Its outcome is not known: two quiet readings ten seconds apart settle that it changed nothing. Goes to
        /// `deciding` or `handedOver`.
        case reconciling(action: Int64, Reconciliation)
        /// Refused for a reason that can pass. Goes to `deciding`.
        case resting(until: Timestamp)
        /// No further action; recovery is still awaited.
        case handedOver
    }

    /// When an operation is asked about next.
    struct Poll: Sendable {
        var operation: Operation
        var nextAt: Timestamp
        var count: Int
        /// An answer is awaited.
        var isAsking = false

        var dueAt: Timestamp? { isAsking ? nil : nextAt }
    }

    struct Reconciliation: Sendable {
        /// When the first reading that showed nothing pending was taken.
        var quietSince: Timestamp?
        /// The reading under way, if one is.
        var request: Int64?
        var nextAt: Timestamp
        /// When it is given up and a person is asked.
        var deadline: Timestamp
    }

    var rule: Rule { bound.rule }

    var rung: Rung? {
        rule.ladder.indices.contains(record.rung) ? rule.ladder[record.rung] : nil
    }

    /// What comes after the wait of an action: its rung again where that has a try left.
    var rungAfterWait: Rung? {
        guard let rung, record.attemptsOfRung >= rung.attempts else { return rung }
        let next = record.rung + 1
        return rule.ladder.indices.contains(next) ? rule.ladder[next] : nil
    }

    mutating func note(_ refusal: Briefing.Refusal) {
        refusals.append(refusal)
        if refusals.count > IncidentState.refusalsKept { refusals.removeFirst() }
    }

    private static let refusalsKept = 4

    /// Whether the rung after this one is a reset.
    var leadsToReset: Bool {
        rule.ladder.indices.contains(record.rung + 1) && rule.ladder[record.rung + 1].action == .reset
    }

    /// When the incident next needs a look though nothing arrives. While the guest seems back, no new rung is due.
    var deadline: Timestamp? {
        guard let recoverySince else { return phaseDeadline }
        let ofRecovery = recoverySince + rule.recovery.holdFor
        switch phase {
        case .inspecting, .acting, .reconciling: return [phaseDeadline, ofRecovery].compactMap(\.self).min()
        case .waiting(_, let poll): return min(poll?.dueAt ?? ofRecovery, ofRecovery)
        case .deciding, .confirming, .surveying, .resting, .handedOver: return ofRecovery
        }
    }

    private var phaseDeadline: Timestamp? {
        switch phase {
        case .deciding, .handedOver: nil
        case .confirming(let confirmation): confirmation.deadline
        case .surveying(let until), .inspecting(_, let until), .acting(_, let until), .resting(let until): until
        case .waiting(_, let poll):
            [record.waitUntil, poll?.dueAt].compactMap(\.self).min()
        case .reconciling(_, let reconciliation):
            reconciliation.request == nil
                ? min(reconciliation.nextAt, reconciliation.deadline) : reconciliation.deadline
        }
    }
}
