/// What a rule has called so far, as it is worded now: the ground on which a person arms it, or does not.
public struct RuleScore: Hashable, Sendable, Codable {
    /// Incidents, open ones included.
    public var called = 0
    /// Of these, those in which the mode forbade every action.
    public var shadow = 0
    /// Ended without any action of ours, sooner than the ladder's first power action would have come: calls in time.
    public var resolvedInGrace = 0
    /// Ended without any action of ours, but later: an action would have hit a guest that was to come back by itself, or
    /// would have spared it the rest of the outage.
    public var resolvedLater = 0
    public var judgedRight = 0
    public var judgedWrong = 0
    /// Power actions that were sent, or may have been.
    public var actions = 0
    /// How many each action cured, in the order of their names.
    public var cures: [Cure] = []

    public struct Cure: Hashable, Sendable, Codable {
        public var action: String
        public var count: Int
    }

    /// Of the incidents and actions of a journal, those of this wording. Incidents of versions that kept none count by the
    /// rule's name.
    public init(of rule: Rule, incidents: [IncidentRecord], actions: [ActionRecord]) {
        let fingerprint = rule.fingerprint
        let own = incidents.filter { $0.rule == rule.name && ($0.ruleFingerprint ?? fingerprint) == fingerprint }
        let ids = Set(own.map(\.id))
        called = own.count
        shadow = own.count { $0.isShadow ?? false }
        judgedRight = own.count { $0.judgement?.wasRight == true }
        judgedWrong = own.count { $0.judgement?.wasRight == false }
        self.actions = actions.count { $0.countsAsPower && $0.incident.map(ids.contains) ?? false }
        for incident in own where incident.state == .recovered {
            if let cure = incident.curedBy {
                note(cure)
            } else if let ended = incident.endedAt, ended - incident.openedAt <= incident.graceOfLadder ?? .zero {
                resolvedInGrace += 1
            } else {
                resolvedLater += 1
            }
        }
        cures.sort { $0.action < $1.action }
    }

    private mutating func note(_ action: String) {
        if let index = cures.firstIndex(where: { $0.action == action }) {
            cures[index].count += 1
        } else {
            cures.append(Cure(action: action, count: 1))
        }
    }
}

extension RuleScore: CustomStringConvertible {
    /// One line for people: `called 7 (5 while observing), 4 ended by themselves in time, judged 3 right and 1 wrong`.
    public var description: String {
        guard called > 0 else { return "it has called no incident yet" }
        var parts = ["called \(called)\(shadow > 0 ? " (\(shadow) while observing)" : "")"]
        if resolvedInGrace > 0 { parts.append("\(resolvedInGrace) ended by themselves before it would have acted") }
        if resolvedLater > 0 { parts.append("\(resolvedLater) by themselves, later") }
        if judgedRight + judgedWrong > 0 { parts.append("judged \(judgedRight) right and \(judgedWrong) wrong") }
        parts.append("\(actions) power actions")
        for cure in cures { parts.append("\(cure.count) cured by \(cure.action)") }
        return parts.joined(separator: ", ")
    }
}
