/// A power action asked for by hand, on its way through the same gates; and open actions nobody else settles.
struct OperatorRequest: Sendable {
    enum Stage: Sendable {
        case confirming(Confirmation)
        case surveying(until: Timestamp)
        case inspecting(request: Int64, until: Timestamp)
        /// Sent, or found open at start.
        case settling(Settling)
    }

    /// The wait for an action's end: it is asked about, and settled as failed unless it is seen to end in time.
    struct Settling: Sendable {
        var action: Int64
        var until: Timestamp
        var poll: IncidentState.Poll?

        var deadline: Timestamp { poll?.dueAt.map { min($0, until) } ?? until }
    }

    /// Nil for one that nobody waits for.
    var id: Int64?
    var action: PowerAction
    var vps: VPSID
    var by: String
    var overrides: [GateOverride]
    var askedAt: Timestamp
    var confirmedAt: Timestamp?
    var stage: Stage

    var deadline: Timestamp {
        switch stage {
        case .confirming(let confirmation): confirmation.deadline
        case .surveying(let until), .inspecting(_, let until): until
        case .settling(let settling): settling.deadline
        }
    }
}

extension OperatorRequest {
    /// An incident's stand-in, for the gates.
    func stand(in state: TargetState, bound: BoundRule) -> IncidentState {
        let openIncident = state.incident?.record
        var record = IncidentRecord(
            id: openIncident?.id ?? 0,
            vps: vps,
            name: state.target.name,
            rule: bound.rule.name,
            firstFailureAt: askedAt,
            openedAt: askedAt
        )
        record.rung = 0
        var incident = IncidentState(record: record, bound: bound, phase: .deciding)
        incident.confirmedAt = confirmedAt
        return incident
    }

    func overriding(_ result: GateResult) -> GateResult {
        guard result.outcome != .passed, let override = overrides.first(where: { $0.gate == result.gate }) else {
            return result
        }
        let was = result.detail.isEmpty ? "" : " (was: \(result.detail))"
        return GateResult(gate: result.gate, outcome: .passed, detail: "overridden by \(by): \(override.reason)\(was)")
    }
}

extension Rung.Action {
    init?(_ action: PowerAction) {
        switch action {
        case .start: self = .start
        case .restart: self = .restart
        case .reset: self = .reset
        case .shutdown, .stop: return nil
        }
    }
}

extension TargetState {
    /// What an action by hand is held to: the guest gives no answer at all.
    var handRule: BoundRule? {
        let silent = Condition(text: "not signs_of_life", expression: .not(.signsOfLife))
        let rule = Rule(
            name: "by hand",
            when: silent,
            holdFor: .seconds(60),
            ladder: [Rung(action: .restart, wait: .minutes(3))],
            recovery: .init(when: silent, holdFor: .zero),
            cooldown: .zero,
            perTarget: nil
        )
        return try? BoundRule(rule, probeNames: [])
    }
}
