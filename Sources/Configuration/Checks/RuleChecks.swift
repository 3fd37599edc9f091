internal import Engine

/// Rules against each other and against the targets they are for.
enum RuleChecks {
    static func check(_ rules: [RuleDraft], targets: [TargetDraft]) {
        refuseDuplicates(rules)
        for rule in rules {
            guard let match = rule.match else { continue }
            let matched = targets.filter { match.holds(for: $0.target) }
            if matched.isEmpty, !targets.isEmpty { warnUnmatched(rule, match, targets) }
            Mentions(rule: rule, matched: matched, targets: targets).check()
            Satisfiability.check(rule, matched: matched, targets: targets)
        }
    }

    private static func refuseDuplicates(_ rules: [RuleDraft]) {
        var places: [String: String] = [:]
        for rule in rules {
            if let first = places[rule.name] {
                rule.findings.error(
                    rule.namePlace,
                    "a rule named '\(rule.name.excerpt)' stands in \(first) already",
                    "give each its own name"
                )
            }
            places[rule.name] = places[rule.name] ?? "\(rule.findings.source.name):\(rule.namePlace.line)"
        }
    }

    private static func warnUnmatched(_ rule: RuleDraft, _ match: Rule.Match, _ targets: [TargetDraft]) {
        let names = targets.map(\.target.name)
        let missing = match.names.first { !names.contains($0) }
        let remedy = missing.flatMap { Suggestion.didYouMean($0, among: names) }
        let label = match.labels.first { label in !targets.contains { $0.target.labels.contains(label) } }
        rule.findings.warning(
            rule.matchPlace,
            "rule '\(rule.name.excerpt)' matches no target",
            remedy ?? label.map { "no target has the label \($0.name): \($0.value.excerpt)" }
        )
    }
}
