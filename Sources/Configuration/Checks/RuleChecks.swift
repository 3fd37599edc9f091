internal import Engine

/// Rules against each other and against the targets they are for.
enum RuleChecks {
    /// With discovery the fleet is not known: what nothing matches may match what is still to be found.
    static func check(_ rules: [RuleDraft], targets: [TargetDraft], discovery: DiscoveryDraft? = nil) {
        refuseDuplicates(rules)
        for rule in rules {
            guard let match = rule.match else { continue }
            let matched = (targets + [discovery?.sample].compactMap(\.self)).filter { match.holds(for: $0.target) }
            let targets = discovery == nil ? targets : []
            if matched.isEmpty, !targets.isEmpty { warnUnmatched(rule, match, targets) }
            Mentions(rule: rule, matched: matched, targets: targets).check()
            Satisfiability.check(rule, matched: matched, targets: targets)
        }
        warnOfOpenEnds(rules)
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

    /// The incident is handed over all the same; whether that was meant, nobody can tell.
    private static func warnOfOpenEnds(_ rules: [RuleDraft]) {
        for rule in rules where !rule.findings.hasErrors {
            guard let last = rule.rule?.ladder.last, last.action != .page else { continue }
            rule.findings.warning(
                rule.ladderPlace,
                "the ladder of rule '\(rule.name.excerpt)' has no end: what follows its last rung, '\(last.action)', is not said",
                "put '- {action: page}' last"
            )
        }
    }

    private static func warnUnmatched(_ rule: RuleDraft, _ match: Rule.Match, _ targets: [TargetDraft]) {
        rule.findings.warning(
            rule.matchPlace,
            "rule '\(rule.name.excerpt)' matches no target",
            MatchReader.remedy(match, targets)
        )
    }
}
