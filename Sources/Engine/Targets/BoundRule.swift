/// A rule bound to one target, and how long its condition has held there.
struct BoundRule: Sendable {
    /// Of all targets with the same probes.
    private let binding: RuleBinding
    /// Since when `when` has been true without a break; unknown holds it for a while.
    var trueSince: Timestamp?
    var unknownSince: Timestamp?

    init(_ binding: RuleBinding) {
        self.binding = binding
    }

    init(_ rule: Rule, probeNames: [String]) throws(CompiledCondition.BindingError) {
        binding = try RuleBinding(rule, probeNames: probeNames)
    }

    var rule: Rule { binding.rule }
    var when: CompiledCondition { binding.when }
    var recovery: CompiledCondition { binding.recovery }
    /// Of the ladder's rungs, in its order; nil where a rung has none.
    var rungs: [CompiledCondition?] { binding.rungs }
    var namesDiagnosis: Bool { binding.namesDiagnosis }

    /// Probes that its `when` and its rungs' name.
    var probesOfAll: [Int] {
        var found = when.probes
        for probe in rungs.compactMap(\.self).flatMap(\.probes) where !found.contains(probe) { found.append(probe) }
        return found
    }

    /// Whether its `when` or a rung's asks for the agent, which no name of a probe shows.
    var namesAgent: Bool { when.namesAgent || rungs.contains { $0?.namesAgent ?? false } }

    /// Whether it has held for long enough.
    func isDue(at now: Timestamp) -> Bool { trueSince.map { now - $0 >= rule.holdFor } ?? false }

    /// Whether the verdict says what is known already. It nearly always does, and targets share their rules until it does not.
    func isSettled(by verdict: Truth) -> Bool {
        verdict == .no && trueSince == nil && unknownSince == nil
    }

    /// `for`: true starts it, false clears it, unknown holds it for two intervals and then clears it.
    mutating func note(_ verdict: Truth, at now: Timestamp, tolerance: TimeSpan) {
        switch verdict {
        case .yes:
            trueSince = trueSince ?? now
            unknownSince = nil
        case .no:
            trueSince = nil
            unknownSince = nil
        case .unknown:
            unknownSince = unknownSince ?? now
            if let unknownSince, now - unknownSince > tolerance { trueSince = nil }
        }
    }
}

/// A rule with its conditions compiled for one list of probes.
final class RuleBinding: Sendable {
    let rule: Rule
    let when: CompiledCondition
    let recovery: CompiledCondition
    let rungs: [CompiledCondition?]
    let namesDiagnosis: Bool

    init(_ rule: Rule, probeNames: [String]) throws(CompiledCondition.BindingError) {
        self.rule = rule
        when = try CompiledCondition(rule.when.expression, probeNames: probeNames)
        recovery = try CompiledCondition(rule.recovery.when.expression, probeNames: probeNames)
        var rungs: [CompiledCondition?] = []
        for rung in rule.ladder {
            rungs.append(
                try rung.when.map { condition throws(CompiledCondition.BindingError) in
                    try CompiledCondition(condition.expression, probeNames: probeNames)
                }
            )
        }
        self.rungs = rungs
        namesDiagnosis =
            when.namesDiagnosis || recovery.namesDiagnosis || rungs.contains { $0?.namesDiagnosis == true }
    }
}

extension Rule {
    /// Whether a target with these probes has all that its conditions name; else it does nothing about that target.
    public func canBind(to probeNames: [String]) -> Bool { (try? RuleBinding(self, probeNames: probeNames)) != nil }
}

/// Binds rules to one target after another. Targets with the same names of probes and the same rules share what comes of it:
/// compiled for each of them, three conditions took 800 bytes a target and a third of the time of furnishing.
struct RuleBinder {
    private let rules: [Rule]
    /// For look-ups only.
    private var bound: [Key: [BoundRule]] = [:]

    private struct Key: Hashable {
        var probeNames: [String]
        /// Indices of the rules that match.
        var rules: [Int]
    }

    init(_ rules: [Rule]) {
        self.rules = rules
    }

    /// Those that match the target, in file order.
    mutating func rules(for target: Target) -> [BoundRule] {
        let names = target.probes.map(\.name)
        let key = Key(probeNames: names, rules: rules.indices.filter { rules[$0].match.holds(for: target) })
        if let known = bound[key] { return known }
        // The configuration has checked that rules name probes their targets have; one that still does not is
        // left out, which can only keep a power action from being taken.
        let made = key.rules.compactMap { try? BoundRule(rules[$0], probeNames: names) }
        bound[key] = made
        return made
    }
}
