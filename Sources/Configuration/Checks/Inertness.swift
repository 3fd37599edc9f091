internal import Engine

/// Warns of configurations that are right in every part and yet would never do what they seem to promise.
enum Inertness {
    static func check(_ draft: MainDraft, rules: [RuleDraft], _ findings: Findings) {
        // What is missing may be what could not be read.
        guard !findings.hasErrors else { return }
        if draft.targets.isEmpty, draft.discovery == nil {
            findings.warning(
                .start,
                "there are no targets: nothing is watched",
                "list them under 'targets', or let 'discovery' find them"
            )
        }
        if draft.rulePatterns.isEmpty {
            findings.warning(.start, "there are no rules: nothing is ever decided", "name some under 'rule_files'")
        }
        for target in draft.targets where target.probeNames.isEmpty {
            findings.warning(
                target.place,
                "target '\(target.target.name.excerpt)' has no probes: only the platform tells of it"
            )
        }
        switch draft.mode {
        case .observe: warnOfVainArming(draft, rules, findings)
        case .armed: warnOfVainActions(draft, rules, findings)
        }
    }

    /// Armed parts of a configuration that observes.
    private static func warnOfVainArming(_ draft: MainDraft, _ rules: [RuleDraft], _ findings: Findings) {
        let remedy = "write 'mode: armed' at the top to arm the configuration"
        if let discovery = draft.discovery, discovery.settings.arm != nil {
            findings.warning(
                discovery.armPlace,
                "discovered VPSs are armed, but the configuration observes",
                remedy
            )
        }
        for target in draft.targets where target.target.mode == .armed && target.modePlace != target.place {
            findings.warning(
                target.modePlace,
                "target '\(target.target.name.excerpt)' is armed, but the configuration observes",
                remedy
            )
        }
        for rule in rules where rule.rule?.mode == .armed && rule.modePlace != rule.place {
            rule.findings.warning(
                rule.modePlace,
                "rule '\(rule.name.excerpt)' is armed, but the configuration observes",
                remedy
            )
        }
    }

    private static func warnOfVainActions(_ draft: MainDraft, _ rules: [RuleDraft], _ findings: Findings) {
        func warn(_ place: Place, _ message: String, _ remedy: String) {
            findings.warning(place, message, remedy)
        }
        if draft.targets.count == 1, draft.discovery == nil, !draft.hasReferences {
            warn(
                draft.modePlace,
                "the only target is never acted on, because without reference targets nothing tells its failure from our own",
                "add 'reference_targets: [tcp://192.0.2.1:443]', something else that always answers"
            )
        }
        if draft.receivers.isEmpty {
            warn(
                draft.modePlace,
                "there are no receivers: nobody is told of actions and hand-overs",
                "add one under 'receivers'"
            )
        }
        if draft.limits.inFlight == 0 {
            warn(draft.limitsPlace, "'in_flight: 0' lets no action through", "write 1 or more")
        }
        if draft.limits.fleet?.count == 0 {
            warn(draft.limitsPlace, "'fleet' lets no action through", "write 1 or more, or 'mode: observe'")
        }
        if !draft.targets.isEmpty, draft.discovery?.settings.arm == nil,
            draft.targets.allSatisfy({ $0.target.mode == .observe })
        {
            warn(
                draft.modePlace,
                "every target observes, so that nothing is armed",
                "remove 'mode: observe' from a target"
            )
        }
        warnOfUntreated(draft, rules, findings)
        if !rules.isEmpty, rules.allSatisfy({ $0.rule?.mode == .observe }) {
            warn(draft.modePlace, "every rule observes, so that nothing is armed", "remove 'mode: observe' from a rule")
        }
    }

    /// Targets that no rule is for: told once, by the first of them.
    private static func warnOfUntreated(_ draft: MainDraft, _ rules: [RuleDraft], _ findings: Findings) {
        guard !rules.isEmpty, rules.allSatisfy({ $0.match != nil }) else { return }
        let untreated = draft.targets.filter { target in
            !rules.contains { $0.match?.holds(for: target.target) == true }
        }
        guard let first = untreated.first else { return }
        let others = untreated.count > 1 ? ", nor \(untreated.count - 1) others" : ""
        findings.warning(
            first.place,
            "no rule is for target '\(first.target.name.excerpt)'\(others): watched, but never acted on",
            "give it the labels that a rule matches"
        )
    }
}
