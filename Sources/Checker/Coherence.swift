internal import Engine

/// The bundle is whole, about this very action, and no part of it comes from the future.
extension Findings {
    mutating func checkCoherence(of sealed: SealedAction) {
        if sealed.action != bundle.action || sealed.power != bundle.power || sealed.vps != bundle.vps {
            demand(false, "the bundle is about \(bundle.power.rawValue) #\(bundle.action) of \(bundle.vps)")
        }
        demand(bundle.sequence > 0 && bundle.action > 0, "it has no number")
        demand(bundle.incident != nil || isByHand, "it belongs to no incident and no operator")
        demand(bundle.overrides.isEmpty || isByHand, "gates are overridden by nobody")
        checkSizes()
        checkTimes()
        checkProbes()
        checkGates()
        checkHistory()
        if !isByHand { checkRung() }
    }

    /// Numbers that nothing sane has, and that could not even be calculated with.
    private mutating func checkSizes() {
        let spans = Moments(bundle).spans
        demand(spans.allSatisfy { $0 >= .zero && $0 <= Moments.longest }, "a length of time is out of all bounds")
        let shares = [bundle.fleet.storm] + bundle.history.groups.compactMap(\.storm)
        demand(shares.allSatisfy { $0 >= 0 && $0 <= 1 }, "a share is not between nothing and all")
        let counts = [bundle.fleet.size, bundle.fleet.unresponsiveCount, bundle.fleet.unheard, bundle.rule.rung]
        demand(counts.allSatisfy { (0...1_000_000).contains($0) }, "a count is out of all bounds")
        demand(bundle.fleet.unresponsiveCount >= bundle.fleet.unresponsive.count, "more are named down than counted")
    }

    private mutating func checkTimes() {
        demand(now > .distantPast && now <= Moments.latest, "it has no time")
        for (name, time) in Moments(bundle).times where time < .distantPast || time > now {
            demand(false, "\(name) is from the future, or from no time at all")
        }
        for observation in bundle.probes.compactMap(\.observation) where observation.startedAt > observation.endedAt {
            demand(false, "an observation ended before it began")
        }
        for action in bundle.history.actions where action.answeredAt ?? now < action.intendedAt {
            demand(false, "#\(action.id) was answered before it was intended")
        }
    }

    private mutating func checkProbes() {
        demand(bundle.probes.map(\.name) == bundle.target.probes, "a probe of the target's is missing")
        demand(bundle.probes.allSatisfy { (0...64).contains($0.rounds) }, "a probe has rounds that can't be counted")
        // A proven probe that asks the guest itself was heard in the burst at least: without its observation, neither the
        // condition nor the absence of life could be known.
        guard !isByHand else { return }
        for probe in bundle.probes where probe.isProven && probe.asksGuest {
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

    private mutating func checkHistory() {
        let ids = bundle.history.actions.map(\.id)
        demand(ids.allSatisfy { $0 < bundle.action }, "the action, or one after it, is in its own history")
        demand(Set(ids).count == ids.count, "an earlier action is told twice")
        for group in bundle.history.groups where !group.members.contains(bundle.vps) {
            demand(false, "the target is not in its own group \(group.name)")
        }
    }

    /// The rung says what may be done; a start where the ladder has none would undo somebody's purpose.
    private mutating func checkRung() {
        let rule = bundle.rule
        guard rule.ladder.indices.contains(rule.rung) else {
            demand(false, "the ladder has no rung \(rule.rung)")
            return
        }
        let rung = rule.ladder[rule.rung]
        demand(
            rung.action.description == bundle.power.rawValue,
            "the rung is \(rung.action), not \(bundle.power.rawValue)"
        )
        demand(rung.despite == rule.despite && rung.wait == rule.wait, "the rung's terms are not the rule's")
        let restart = rule.ladder.first { $0.action.description == PowerAction.restart.rawValue }
        demand(rule.restartWait == restart?.wait ?? .zero, "the restart's wait is not the rule's")
    }

    private mutating func demand(_ isHeld: Bool, _ complaint: String) {
        if !isHeld { refuse(.coherent, unless: nil, complaint) }
    }
}

extension EvidenceBundle.ProbeEvidence {
    /// The agent is asked through the provider.
    var asksGuest: Bool { kind != "agent" }
}
