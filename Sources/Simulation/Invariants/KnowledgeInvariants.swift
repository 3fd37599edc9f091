internal import Engine

/// I6: nothing on unknown, stale, unrecognised or undecodable data.
extension Referee {
    /// The provider's own words, read for this action.
    func platformKnowledge(_ judged: Judged) -> String? {
        guard let reading = known[judged.guest].inspection, judged.now - reading.startedAt <= .seconds(31) else {
            return "nobody read the provider just before"
        }
        return judged.isOverridden(.platform) ? nil : objection(to: reading, judged)
    }

    private func objection(to reading: Inspection, _ judged: Judged) -> String? {
        let wanted: PowerState = judged.power == .start ? .stopped : .running
        guard reading.ids == [judged.target.id.text] else { return "the reading is about \(reading.ids)" }
        guard !reading.powerStates.isEmpty, Set(reading.powerStates) == [wanted] else {
            return "the provider says \(reading.powerStates.map(\.rawValue))"
        }
        guard reading.serviceStatus == .active else { return "its service is not active" }
        guard reading.pendingTasks == .idle || (reading.pendingTasks == .absent && policy.assumeIdle) else {
            return "tasks are pending, or may be"
        }
        guard reading.maintenance == .none else { return "the provider has changes pending" }
        let gates = reading.gates.filter { $0.name == judged.power.gateName }
        guard !gates.isEmpty || policy.assumeGates else { return "the provider served no \(judged.power.gateName)" }
        return gates.allSatisfy { $0.verdict == .allowed } ? nil : "the provider denies it, or can't be understood"
    }

    /// The rule's condition, worked out anew from what was heard.
    func probeKnowledge(_ judged: Judged) -> String? {
        guard let rule = judged.rule else { return nil }
        let reckoner = Reckoner(known: known[judged.guest], now: judged.now, sweep: policy.sweep)
        let verdict = reckoner.reckon(rule.when.expression)
        guard verdict != true else { return nil }
        return "\(rule.when.text) is \(verdict == nil ? "unknown" : "false") by what was heard last"
    }
}

/// Works out a condition in three values, nil being unknown, from what was heard: written apart from the engine's.
struct Reckoner {
    let known: Knowledge
    let now: Timestamp
    let sweep: TimeSpan

    func reckon(_ expression: Expression) -> Bool? {
        switch expression {
        case .state(let probe, let wanted): return isIn(probe, wanted)
        case .atLeast(let probe, let wanted, let hits, let rounds): return wasIn(probe, wanted, hits, rounds)
        case .platform(let wanted): return platform(wanted)
        case .not(let inner): return reckon(inner).map { !$0 }
        case .and(let left, let right): return all([reckon(left), reckon(right)])
        case .or(let left, let right): return all([reckon(left), reckon(right)].map { $0.map { !$0 } }).map { !$0 }
        case .agent, .signsOfLife, .diagnosis, .comparison: return nil
        }
    }

    /// False if any is, else unknown if any is.
    private func all(_ sides: [Bool?]) -> Bool? {
        if sides.contains(false) { return false }
        return sides.contains(nil) ? nil : true
    }

    private func fresh(_ name: String) -> Knowledge.Probe? {
        guard let probe = known.probes.first(where: { $0.name == name }), known.isProven(probe),
            now - probe.startedAt <= probe.interval * 2 + probe.timeout
        else { return nil }
        return probe
    }

    private func isIn(_ name: String, _ wanted: Expression.ProbeState) -> Bool? {
        guard let probe = fresh(name), probe.state != .unknown else { return wanted == .unknown ? true : nil }
        return probe.state == wanted
    }

    private func wasIn(_ name: String, _ wanted: Expression.ProbeState, _ hits: Int, _ rounds: Int) -> Bool? {
        guard let probe = fresh(name) else { return nil }
        let last = probe.rounds.suffix(rounds)
        if last.count(where: { $0 == wanted }) >= hits { return true }
        return last.count(where: { $0 == wanted || $0 == .unknown }) + rounds - last.count < hits ? false : nil
    }

    private func platform(_ wanted: PowerState) -> Bool? {
        guard let state = known.state, state != .unknown, now - known.listedAt <= sweep * 2 else { return nil }
        return state == wanted
    }
}
