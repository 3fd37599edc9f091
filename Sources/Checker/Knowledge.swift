internal import Engine

/// I6 and I8: everything it stands on is known, fresh and about this very VPS, and it runs (or, for a start, does not).
extension Findings {
    /// A reading of the provider's is good for so long.
    private static let freshness = TimeSpan.seconds(30)

    mutating func checkKnowledge() {
        checkConfirmation()
        checkReading()
        checkPower()
        checkPermission()
    }

    /// What a burst is good for: two rounds of the slowest probe that the condition names.
    private var burstAge: TimeSpan {
        let names = bundle.rule.condition.probeNames
        let intervals = bundle.probes.filter { names.isEmpty || names.contains($0.name) }.map(\.interval)
        return (intervals.max() ?? bundle.platform.sweep) * 2
    }

    private mutating func checkConfirmation() {
        guard let started = bundle.confirmation.startedAt else {
            refuse(.known, unless: .confirmed, "no burst of probes agreed")
            return
        }
        if now - started > min(burstAge, bundle.confirmation.maxAge) {
            refuse(.known, unless: .confirmed, "the burst is \((now - started).brief) old")
        }
        if let last = lastAction, started <= last {
            refuse(.known, unless: .confirmed, "the burst is older than the last action")
        }
        let asked = bundle.probes.filter(\.asksGuest)
        if !asked.isEmpty, !asked.contains(where: { $0.observation.map { $0.startedAt >= started } ?? false }) {
            refuse(.known, unless: .confirmed, "no probe was heard in the burst")
        }
        let conditions = [bundle.rule.condition, bundle.rule.rungCondition].compactMap(\.self)
        for condition in conditions where !Condition(bundle, since: started).mayHold(condition) {
            refuse(.known, unless: .confirmed, "the condition is not true by the observations: \(bundle.rule.when)")
        }
    }

    /// Of this incident, by its own word and by the history's.
    private var lastAction: Timestamp? {
        guard !isByHand else { return bundle.confirmation.lastActionAt }
        let ofIncident = bundle.history.actions.filter { $0.incident == bundle.incident && $0.vps == bundle.vps }
        return (ofIncident.map(\.intendedAt) + [bundle.confirmation.lastActionAt].compactMap(\.self)).max()
    }

    private mutating func checkReading() {
        let reading = bundle.inspection
        if now - reading.startedAt > Findings.freshness {
            refuse(.known, unless: .platform, "the provider was read \(now - reading.startedAt) ago")
        }
        if reading.ids.isEmpty || reading.ids.contains(where: { $0 != bundle.vps.text }) {
            refuse(.known, unless: .platform, "the provider's answers are about \(reading.ids)")
        }
        if reading.serviceStatus != .active {
            refuse(.known, unless: .platform, "the service is \(reading.serviceStatus?.rawValue ?? "not told")")
        }
        switch reading.pendingTasks {
        case .idle: break
        case .absent:
            if !bundle.assumeIdle { refuse(.known, unless: .platform, "pending tasks are not told") }
        case .busy(let tasks): refuse(.known, unless: .platform, "tasks are pending: \(tasks)")
        }
        switch reading.maintenance {
        case .none: break
        case .pending: refuse(.known, unless: .maintenance, "changes are pending")
        case .undecodable: refuse(.known, unless: .maintenance, "maintenance is not understood")
        }
    }

    /// A restart or reset of what is switched off would undo somebody's purpose.
    private mutating func checkPower() {
        let states = bundle.inspection.powerStates
        guard !states.isEmpty else {
            refuse(.known, unless: .platform, "no power state is told")
            return
        }
        let wanted: PowerState = bundle.power == .start ? .stopped : .running
        if let other = states.first(where: { $0 != wanted }) {
            refuse(.switchedOff, unless: .platform, "it is \(other.rawValue)")
        }
    }

    private mutating func checkPermission() {
        let name = "can" + bundle.power.rawValue.prefix(1).uppercased() + bundle.power.rawValue.dropFirst()
        let words = bundle.inspection.gates.filter { $0.name == name }.map(\.verdict)
        if words.isEmpty, !bundle.assumeGates { refuse(.known, unless: .capability, "\(name) is not told") }
        if words.contains(where: { $0 != .allowed }) { refuse(.known, unless: .capability, "\(name) is not allowed") }
    }
}
