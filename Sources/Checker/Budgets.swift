internal import Engine

/// I5: what was spent, counted anew from the actions themselves.
extension Findings {
    mutating func checkBudgets() {
        let actions = bundle.history.actions.filter { $0.state != .rejected }
        check(bundle.rule.perTarget, "target", .targetBudget, actions.filter { $0.vps == bundle.vps })
        check(bundle.history.fleet, "fleet", .fleetBudget, actions)
        for group in bundle.history.groups {
            check(group.budget, group.name, .fleetBudget, actions.filter { group.members.contains($0.vps) })
        }
        checkInFlight()
        checkCooldown(actions)
    }

    private mutating func check(
        _ budget: Budget?,
        _ name: String,
        _ gate: Gate,
        _ actions: [EvidenceBundle.HistoryEvidence.PastAction]
    ) {
        guard let budget else { return }
        let spent = actions.count { now - $0.intendedAt < budget.window }
        if spent + 1 > budget.count {
            refuse(.budgets, unless: gate, "\(name): \(spent) of \(budget) are spent")
        }
    }

    private mutating func checkInFlight() {
        let others = Set(bundle.history.underRepair).subtracting([bundle.vps]).count
        if others + 1 > bundle.history.inFlight {
            refuse(
                .budgets,
                unless: .fleetBudget,
                "\(others) others are under repair, \(bundle.history.inFlight) may be"
            )
        }
    }

    /// From the last action outside this incident to this one's first.
    private mutating func checkCooldown(_ actions: [EvidenceBundle.HistoryEvidence.PastAction]) {
        let earlier = actions.filter {
            $0.vps == bundle.vps && ($0.incident != bundle.incident || bundle.incident == nil)
        }
        for action in earlier where now - action.intendedAt < bundle.rule.cooldown {
            refuse(.budgets, unless: .cooldown, "#\(action.id) was within the cooldown of \(bundle.rule.cooldown)")
        }
    }
}
