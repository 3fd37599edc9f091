internal import Engine

/// I7: nothing when hands are to be kept still, in a storm, or while the watchdog can't trust itself.
extension Referee {
    func quiet(_ judged: Judged) -> String? {
        stillness(judged) ?? plans(judged)
    }

    private func stillness(_ judged: Judged) -> String? {
        guard !judged.isOverridden(.armed) else { return nil }
        if watchdog.isPaused { return "an operator has paused" }
        if watchdog.pauseFile { return "the file PAUSED is there" }
        if policy.mode == .observe { return "the configuration observes" }
        if judged.target.mode == .observe { return "the target observes" }
        return judged.rule?.mode == .observe ? "the rule observes" : nil
    }

    private func plans(_ judged: Judged) -> String? {
        guard !judged.isOverridden(.window) else { return nil }
        let silence = watchdog.silences.first { $0.until > judged.now && $0.match.holds(for: judged.target) }
        if silence != nil { return "an operator has silenced it" }
        guard let from = plan.setup.windowAt, !policy.windows.isEmpty else { return nil }
        let minute = Int(judged.now.milliseconds / 60_000 % 60)
        return (from..<from + 10).contains(minute) ? "a maintenance window is open" : nil
    }

    func storms(_ judged: Judged) -> String? {
        guard !judged.isOverridden(.storm) else { return nil }
        if watchdog.latch?.isLatched == true { return "storms have latched it" }
        if let fleet = storm(judged, among: policy.targets, limit: policy.limits.storm) { return fleet }
        for group in policy.groups {
            guard let limit = group.storm, let label = judged.target.labels.first(where: { $0.name == group.label })
            else { continue }
            let members = policy.targets.filter { $0.labels.contains(label) }
            if let ofGroup = storm(judged, among: members, limit: limit) { return "\(label.value): \(ofGroup)" }
        }
        return nil
    }

    private func storm(_ judged: Judged, among members: [Target], limit: Double) -> String? {
        let down = members.count { member in
            guard !isSilenced(member, at: judged.now) else { return false }
            return member.id == judged.target.id || known[Layout.guest(member.id)].isDown(at: judged.now)
        }
        let threshold = max(2, Int((limit * Double(members.count) - 1e-9).rounded(.up)))
        return down >= threshold ? "\(down) of \(members.count) are down, a storm from \(threshold)" : nil
    }

    private func isSilenced(_ target: Target, at now: Timestamp) -> Bool {
        watchdog.silences.contains { $0.until > now && $0.match.holds(for: target) }
    }

    func trust(_ judged: Judged) -> String? {
        guard !judged.isOverridden(.selfHealth) else { return nil }
        if watchdog.journalFault { return "the journal can't be written" }
        if judged.now < watchdog.distrustedUntil { return "the watchdog distrusts itself" }
        guard let incident = judged.incident, !judged.isByHand else { return nil }
        let last = sends.last { $0.incident == incident.id }?.at ?? .distantPast
        let since = max(incident.firstFailureAt, last)
        guard references.isEmpty else {
            return references.contains { $0 > since } ? nil : "no reference target answered since the first failure"
        }
        let answered = policy.targets.contains {
            $0.id != judged.target.id && known[Layout.guest($0.id)].answeredAt > since
        }
        return answered ? nil : "no other target answered since the first failure"
    }
}
