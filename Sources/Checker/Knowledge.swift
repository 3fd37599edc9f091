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

    private mutating func checkConfirmation() {
        guard bundle.power != .start || bundle.confirmation.startedAt != nil else { return }
        guard let started = bundle.confirmation.startedAt else {
            refuse(.known, unless: .confirmed, "no burst of probes agreed")
            return
        }
        if now - started > bundle.confirmation.maxAge {
            refuse(.known, unless: .confirmed, "the burst is \(now - started) old")
        }
        if let last = bundle.confirmation.lastActionAt, started <= last {
            refuse(.known, unless: .confirmed, "the burst is older than the last action")
        }
        let heard = bundle.probes.filter {
            $0.kind != "agent" && ($0.observation?.startedAt ?? .distantPast) >= started
        }
        if heard.isEmpty, bundle.probes.contains(where: { $0.kind != "agent" }) {
            refuse(.known, unless: .confirmed, "no probe was heard in the burst")
        }
        for condition in [bundle.rule.condition, bundle.rule.rungCondition].compactMap(\.self)
        where !Condition(bundle).mayHold(condition) {
            refuse(.known, unless: .confirmed, "the condition is not true by the observations: \(bundle.rule.when)")
        }
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
