internal import Engine

/// Limits against each other: those that can never be kept, and those that another one makes void.
struct LimitChecks {
    private let draft: MainDraft
    private let rules: [RuleDraft]

    static func check(_ draft: MainDraft, _ rules: [RuleDraft], _ findings: Findings) {
        let checks = LimitChecks(draft: draft, rules: rules)
        checks.checkFleet(findings)
        for group in draft.groups { checks.check(group, findings) }
        for rule in rules { checks.check(rule) }
    }

    private func checkFleet(_ findings: Findings) {
        LimitChecks.refuseForgotten(draft.limits.fleet, "'fleet' in 'limits'", draft.fleetPlace, findings)
    }

    private func check(_ group: GroupDraft, _ findings: Findings) {
        let name = "the groups by '\(group.limits.label)'"
        LimitChecks.refuseForgotten(group.limits.budget, "'budget' of \(name)", group.budgetPlace, findings)
        let sizes = sizes(of: group.limits.label)
        guard !draft.targets.isEmpty, draft.discovery == nil else { return }
        guard let largest = sizes.max() else {
            let known = draft.targets.flatMap(\.target.labels).map(\.name)
            findings.warning(
                group.labelPlace,
                "no target has a label '\(group.limits.label)', so that its groups are empty",
                Suggestion.didYouMean(group.limits.label, among: known)
            )
            return
        }
        if let budget = group.limits.budget { checkBudget(budget, of: name, group, findings) }
        if let storm = group.limits.storm { checkStorm(storm, largest: largest, of: name, group, findings) }
    }

    private func checkBudget(_ budget: Budget, of name: String, _ group: GroupDraft, _ findings: Findings) {
        if budget.count == 0 {
            findings.warning(group.budgetPlace, "'budget' of \(name) lets no action through", "write 1 or more")
        } else if let fleet = draft.limits.fleet, budget.isVoid(within: fleet) {
            findings.warning(
                group.budgetPlace,
                "'budget' of \(name), \(budget), never runs out: the whole fleet gets \(fleet)",
                "write less than the fleet's, or raise 'fleet' in 'limits'"
            )
        }
    }

    private func checkStorm(
        _ storm: Double,
        largest: Int,
        of name: String,
        _ group: GroupDraft,
        _ findings: Findings
    ) {
        let own = LimitChecks.stormThreshold(largest, storm)
        let fleet = LimitChecks.stormThreshold(draft.targets.count, draft.limits.storm)
        // Where two are a storm of any group, the share that is written does not matter yet.
        guard own > 2, own >= fleet else { return }
        findings.warning(
            group.stormPlace,
            "'storm' of \(name) never applies: the largest needs \(own) targets down, and \(fleet) of the fleet are a storm "
                + "already",
            "write a smaller share, or raise 'storm' in 'limits'"
        )
    }

    /// As gate `storm` counts: two at least.
    private static func stormThreshold(_ size: Int, _ share: Double) -> Int {
        max(2, Int((share * Double(size) - 1e-9).rounded(.up)))
    }

    /// How many targets have each value of the label.
    private func sizes(of label: String) -> [Int] {
        var sizes: [String: Int] = [:]
        for target in draft.targets {
            for own in target.target.labels where own.name == label { sizes[own.value, default: 0] += 1 }
        }
        return sizes.values.sorted()
    }

    /// What is older than the engine's memory is counted no more.
    fileprivate static func refuseForgotten(_ budget: Budget?, _ what: String, _ place: Place, _ findings: Findings) {
        guard let budget, budget.window > Recovered.actionsBack else { return }
        findings.error(
            place,
            "\(what) looks back over \(budget.window), but actions are remembered for \(Recovered.actionsBack)",
            "write a shorter window"
        )
    }
}

// MARK: - Of a rule

extension LimitChecks {
    private func check(_ rule: RuleDraft) {
        guard let value = rule.rule else { return }
        let name = "rule '\(rule.name.excerpt)'"
        if let place = rule.limits["cooldown"], value.cooldown > Recovered.actionsBack {
            rule.findings.error(
                place,
                "'cooldown' of \(name) is \(value.cooldown), but actions are remembered for \(Recovered.actionsBack)",
                "write a shorter one"
            )
        }
        checkFlaps(value, name, rule)
        if let place = rule.limits["per_target"], let budget = value.perTarget {
            LimitChecks.refuseForgotten(budget, "'per_target' of \(name)", place, rule.findings)
            check(budget, at: place, name, rule)
        }
        checkLadder(value, name, rule)
    }

    private func checkFlaps(_ value: Rule, _ name: String, _ rule: RuleDraft) {
        guard let place = rule.limits["flaps"], let flaps = value.flaps else { return }
        if flaps.count == 0 {
            rule.findings.error(
                place,
                "'flaps' of \(name) hands over the very first incident",
                "write 1 or more, or 'mode: observe'"
            )
        }
        if flaps.window > Recovered.incidentsBack {
            rule.findings.error(
                place,
                "'flaps' of \(name) looks back over \(flaps.window), but incidents are remembered for "
                    + "\(Recovered.incidentsBack)",
                "write a shorter window"
            )
        }
    }

    private func check(_ budget: Budget, at place: Place, _ name: String, _ rule: RuleDraft) {
        if budget.count == 0 {
            rule.findings.warning(
                place,
                "'per_target' of \(name) lets no action through",
                "write 1 or more, or 'mode: observe'"
            )
            return
        }
        if let fleet = draft.limits.fleet, budget.isVoid(within: fleet) {
            rule.findings.warning(
                place,
                "'per_target' of \(name), \(budget), never runs out: the whole fleet gets \(fleet)",
                "write less than the fleet's, or raise 'fleet' in 'limits'"
            )
            return
        }
        let matched = draft.targets.filter { rule.match?.holds(for: $0.target) == true }
        let stricter = draft.groups.first { group in
            guard let limit = group.limits.budget, budget.isVoid(within: limit) else { return false }
            return matched.allSatisfy { $0.target.labels.contains { $0.name == group.limits.label } }
        }
        guard let stricter, let limit = stricter.limits.budget, !matched.isEmpty else { return }
        rule.findings.warning(
            place,
            "'per_target' of \(name), \(budget), never runs out: a whole group by '\(stricter.limits.label)' gets \(limit)",
            "write less than the group's, or raise its 'budget'"
        )
    }

    /// A ladder longer than what one target may get.
    private func checkLadder(_ value: Rule, _ name: String, _ rule: RuleDraft) {
        guard let budget = value.perTarget, budget.count > 0 else { return }
        let tries = value.ladder.filter { $0.action.power != nil }.flatMap {
            Array(repeating: $0.wait, count: $0.attempts)
        }
        let lasts = tries.dropLast().reduce(.zero, +)
        guard tries.count > budget.count, lasts < budget.window else { return }
        rule.findings.warning(
            rule.ladderPlace,
            "the ladder of \(name) has \(tries.count) power actions, but 'per_target' lets \(budget) through: "
                + "the last are never sent",
            "raise 'per_target' in its 'limits', or shorten the ladder"
        )
    }
}

extension Budget {
    /// Whether the other, which counts everything that this one does, has always run out first.
    fileprivate func isVoid(within other: Budget) -> Bool {
        count > other.count && window <= other.window
    }
}
