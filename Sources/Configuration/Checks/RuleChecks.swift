internal import Engine

/// Rules against each other and against the targets they are for.
enum RuleChecks {
    static func check(_ rules: [RuleDraft], targets: [TargetDraft]) {
        refuseDuplicates(rules)
        for rule in rules {
            guard let match = rule.match else { continue }
            let matched = targets.filter { match.holds(for: $0.target) }
            if matched.isEmpty, !targets.isEmpty { warnUnmatched(rule, match, targets) }
            for mention in rule.mentions { check(mention, of: rule, on: matched) }
            Satisfiability.check(rule, mostProbes: matched.map(\.probeNames.count).max())
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

    private static func check(_ mention: PlacedMention, of rule: RuleDraft, on targets: [TargetDraft]) {
        if let lacking = targets.first(where: { !$0.probeNames.contains(mention.probe) }) {
            let name = lacking.target.name.excerpt
            rule.findings.error(
                mention.place,
                "rule '\(rule.name.excerpt)' matches target '\(name)', which has no probe '\(mention.probe.excerpt)'",
                Suggestion.didYouMean(
                    mention.probe,
                    among: lacking.probeNames,
                    otherwise: "add the probe, or narrow the rule's 'match'"
                )
            )
        } else {
            checkKind(mention, of: rule, on: targets)
            checkHold(mention, of: rule, on: targets)
        }
    }

    /// Which kinds of probes take which numbers.
    private static let kinds = ["status": "http", "loss": "icmp"]

    private static func checkKind(_ mention: PlacedMention, of rule: RuleDraft, on targets: [TargetDraft]) {
        guard let kind = kinds[mention.member] else { return }
        for target in targets {
            guard let probe = target.target.probes.first(where: { $0.name == mention.probe }), probe.check.kind != kind
            else { continue }
            rule.findings.error(
                mention.place,
                "'\(mention.probe)' of target '\(target.target.name.excerpt)' is of kind \(probe.check.kind) "
                    + "and has no \(mention.member)",
                "only \(kind) probes have one"
            )
            return
        }
    }

    /// Two rounds are what gate `noSignOfLife` asks for; fewer would confirm a single lost packet.
    private static func checkHold(_ mention: PlacedMention, of rule: RuleDraft, on targets: [TargetDraft]) {
        guard let holdFor = rule.rule?.holdFor, mention.member == "down" else { return }
        for target in targets {
            guard let probe = target.target.probes.first(where: { $0.name == mention.probe }),
                holdFor < probe.interval * 2
            else { continue }
            rule.findings.warning(
                mention.place,
                "rule '\(rule.name.excerpt)' holds for \(holdFor), which is less than two rounds of probe '\(probe.name)' "
                    + "of target '\(target.target.name.excerpt)' (every \(probe.interval))",
                "a longer 'for' is not misled by one lost answer"
            )
            return
        }
    }
}
