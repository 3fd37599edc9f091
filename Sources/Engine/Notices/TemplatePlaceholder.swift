/// What a template may ask of a notification, by the names that it writes.
public enum Placeholder: String, Hashable, Sendable, CaseIterable {
    case headline
    case text
    case name
    case vps
    case status
    case kind
    case severity
    case rule
    case incident
    case since
    case until
    case duration
    case news
    case diagnosis
    case reasons
    case done
    case refused
    case next
    case seen
    case platform
    case requests
    case chain

    /// Empty where there is nothing to say, as for most parts of a notice about Defib itself, or of a row of an earlier version.
    func value(in notification: Notification) -> String {
        switch self {
        case .headline: notification.summary
        case .text: notification.description
        case .name: notification.name
        case .vps: notification.vps?.text ?? ""
        case .status: notification.status.rawValue
        case .kind: notification.kind.rawValue
        case .severity: notification.severity
        case .rule: notification.rule ?? ""
        case .incident: notification.incident.map(String.init) ?? ""
        case .since: notification.startsAt.fullText
        case .until: notification.endsAt?.fullText ?? ""
        case .chain: notification.chainHead ?? ""
        case .duration, .news, .diagnosis, .reasons, .done, .refused, .next, .seen, .platform, .requests:
            notification.briefing.map { value(in: $0, of: notification) } ?? ""
        }
    }

    private func value(in briefing: Briefing, of notification: Notification) -> String {
        switch self {
        case .duration: ((notification.endsAt ?? briefing.at) - notification.startsAt).brief
        case .news: briefing.news
        case .diagnosis: briefing.diagnosis?.words ?? ""
        case .reasons: briefing.reasons.joined(separator: ", ")
        case .done: briefing.deeds.map { "\($0.action) (\($0.outcome))" }.joined(separator: ", ")
        case .refused: briefing.refusals.map { "\($0.action): \($0.reason)" }.joined(separator: "; ")
        case .next: briefing.plan.map { $0.step + ($0.at.map { " at \($0.fullText)" } ?? "") } ?? ""
        case .seen: briefing.sightings.map { "\($0.probe) \($0.state)" }.joined(separator: ", ")
        case .platform: briefing.platform ?? ""
        case .requests: briefing.deeds.compactMap(\.requestID).joined(separator: ", ")
        case .headline, .text, .name, .vps, .status, .kind, .severity, .rule, .incident, .since, .until, .chain: ""
        }
    }
}
