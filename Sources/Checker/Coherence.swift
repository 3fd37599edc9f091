internal import Engine

/// The bundle is whole, about this very action, and no part of it comes from the future.
extension Findings {
    mutating func checkCoherence(of sealed: SealedAction) {
        if sealed.action != bundle.action || sealed.power != bundle.power || sealed.vps != bundle.vps {
            demand(false, "the bundle is about \(bundle.power.rawValue) #\(bundle.action) of \(bundle.vps)")
        }
        demand(bundle.sequence > 0 && bundle.action > 0, "it has no number")
        demand(bundle.overrides.isEmpty || bundle.operatorName != nil, "gates are overridden by nobody")
        demand(bundle.incident != nil || bundle.operatorName != nil, "it belongs to no incident and no operator")
        checkProbes()
        checkGates()
        checkTimes()
    }

    private mutating func checkProbes() {
        // A proven probe that asks the guest itself was heard in the burst at least: without its observation, neither the
        // condition nor the absence of life could be known.
        guard bundle.operatorName == nil else { return }
        for probe in bundle.probes where probe.isProven && probe.kind != "agent" {
            demand(probe.observation != nil, "the observation of probe '\(probe.name)' is missing")
        }
    }

    private mutating func checkGates() {
        for gate in Gate.allCases {
            let results = bundle.gates.filter { $0.gate == gate }
            guard results.count == 1, let result = results.first else {
                demand(false, "gate \(gate.rawValue) has \(results.count) results")
                continue
            }
            demand(result.outcome == .passed, "gate \(gate.rawValue) did not pass: \(result.outcome.rawValue)")
        }
    }

    private mutating func checkTimes() {
        let observed = bundle.probes.compactMap(\.observation)
        demand(
            observed.allSatisfy { $0.startedAt <= $0.endedAt && $0.startedAt <= now },
            "an observation is from the future"
        )
        demand(bundle.signs.allSatisfy { $0.at <= now }, "a sign of life is from the future")
        demand(bundle.history.actions.allSatisfy { $0.intendedAt <= now }, "an earlier action is from the future")
        demand(bundle.inspection.startedAt <= now, "the inspection is from the future")
        let ids = bundle.history.actions.map(\.id)
        demand(!ids.contains(bundle.action), "the action is in its own history")
        demand(Set(ids).count == ids.count, "an earlier action is told twice")
    }

    private mutating func demand(_ isHeld: Bool, _ complaint: String) {
        if !isHeld { refuse(.coherent, unless: nil, complaint) }
    }
}
