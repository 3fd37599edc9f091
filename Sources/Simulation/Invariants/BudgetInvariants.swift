internal import Engine

/// I5: what may be spent, over any window and over restarts.
extension Referee {
    func budgets(_ judged: Judged) -> String? {
        targetBudget(judged) ?? fleetBudget(judged) ?? groupBudget(judged) ?? inFlight(judged) ?? cooldown(judged)
    }

    /// What left in the window before now, and was not seen to be rejected.
    private func spent(_ window: TimeSpan, _ now: Timestamp, by isCounted: (Sent) -> Bool) -> Int {
        sends.count { $0.at > now - window && $0.answer != .rejected && isCounted($0) }
    }

    private func targetBudget(_ judged: Judged) -> String? {
        guard let budget = judged.rule?.perTarget else { return nil }
        let spent = spent(budget.window, judged.now) { $0.guest == judged.guest }
        return spent < budget.count ? nil : "the target's budget of \(budget) is spent"
    }

    private func fleetBudget(_ judged: Judged) -> String? {
        guard let budget = policy.limits.fleet, !judged.isOverridden(.fleetBudget) else { return nil }
        let spent = spent(budget.window, judged.now) { _ in true }
        return spent < budget.count ? nil : "the fleet's budget of \(budget) is spent"
    }

    private func groupBudget(_ judged: Judged) -> String? {
        guard !judged.isOverridden(.fleetBudget) else { return nil }
        for group in policy.groups {
            guard let budget = group.budget, let label = judged.target.labels.first(where: { $0.name == group.label })
            else { continue }
            let members = Set(policy.targets.filter { $0.labels.contains(label) }.map { Layout.guest($0.id) })
            let spent = spent(budget.window, judged.now) { members.contains($0.guest) }
            if spent >= budget.count { return "the budget of \(label.value), \(budget), is spent" }
        }
        return nil
    }

    private func inFlight(_ judged: Judged) -> String? {
        guard !judged.isOverridden(.fleetBudget) else { return nil }
        let others = incidents.values.count { incident in
            incident.state == .open && incident.vps != judged.target.id
                && policy.targets.contains { $0.id == incident.vps }
                && sends.contains { $0.incident == incident.id && $0.answer != .rejected }
        }
        let limit = policy.limits.inFlight
        return others < limit ? nil : "\(others) others are under repair, at most \(limit) may be"
    }

    private func cooldown(_ judged: Judged) -> String? {
        guard let rule = judged.rule else { return nil }
        let earlier = sends.last {
            $0.guest == judged.guest && $0.answer != .rejected && $0.incident != judged.record.incident
        }
        guard let earlier, judged.now - earlier.at < rule.cooldown else { return nil }
        return "\((judged.now - earlier.at).brief) after an earlier incident's, within \(rule.cooldown)"
    }
}
