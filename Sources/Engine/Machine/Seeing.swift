/// What conditions are judged on, without a copy of the rule that asks.
extension Engine {
    func sight(of index: Int, rule: BoundRule) -> Sight {
        sight(of: index, signWindow: rule.rule.holdFor, isDiagnosed: rule.namesDiagnosis)
    }

    /// For one of the target's own rules.
    func sight(of index: Int, rule: Int) -> Sight {
        let signWindow = targets[index].rules[rule].rule.holdFor
        return sight(of: index, signWindow: signWindow, isDiagnosed: targets[index].rules[rule].namesDiagnosis)
    }

    private func sight(of index: Int, signWindow: TimeSpan, isDiagnosed: Bool) -> Sight {
        Sight(
            probes: targets[index].probes,
            now: now,
            powerState: freshPowerState(of: index),
            latestSignAt: targets[index].signs.latestAt,
            signWindow: signWindow,
            diagnosis: isDiagnosed ? diagnosis(of: index) : nil,
            tallies: labelTallies.all
        )
    }

    /// Nil once the listing is older than twice the sweep.
    func freshPowerState(of index: Int) -> PowerState? {
        guard let startedAt = targets[index].platform?.startedAt, isRecent(startedAt) else { return nil }
        return targets[index].platform?.powerState
    }

    private func isRecent(_ listing: Timestamp) -> Bool {
        #if Mutants
            if Mutant.isActive(.listingNeverAges) { return true }
        #endif
        return now - listing <= policy.sweep * 2
    }

    /// Of the probes the condition names, or of all where it names none.
    func longestInterval(of condition: CompiledCondition, target index: Int) -> TimeSpan {
        longestInterval(of: condition.probes, target: index)
    }

    /// For one of the target's own rules.
    func longestInterval(of rule: Int, target index: Int) -> TimeSpan {
        longestInterval(of: targets[index].rules[rule].when.probes, target: index)
    }

    private func longestInterval(of probes: [Int], target index: Int) -> TimeSpan {
        var longest = TimeSpan.zero
        for probe in probes { longest = max(longest, targets[index].probes[probe].definition.interval) }
        if !probes.isEmpty { return longest }
        for probe in targets[index].probes.indices {
            longest = max(longest, targets[index].probes[probe].definition.interval)
        }
        return targets[index].probes.isEmpty ? policy.sweep : longest
    }
}
