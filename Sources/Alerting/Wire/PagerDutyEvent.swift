internal import Engine

/// An event as PagerDuty takes it: at most 512 kB, a summary of at most 1024 characters, a key of at most 255.
struct PagerDutyEvent: Encodable {
    struct Payload: Encodable {
        var summary: String
        var source: String
        var severity: String
        var timestamp: String
        var component: String?
        /// Of the alert: the rule.
        var group: String?
        /// What kind of message.
        var `class`: String
        var customDetails: [String: String]

        enum CodingKeys: String, CodingKey {
            case summary, source, severity, timestamp, component, group, `class`
            case customDetails = "custom_details"
        }
    }

    struct Link: Encodable {
        var href: String
        var text: String
    }

    var routingKey: String
    var eventAction: String
    var dedupKey: String
    var client = "Defib"
    var clientURL: String
    var links: [Link]
    var payload: Payload

    enum CodingKeys: String, CodingKey {
        case client, links, payload
        case routingKey = "routing_key"
        case eventAction = "event_action"
        case dedupKey = "dedup_key"
        case clientURL = "client_url"
    }

    /// Together with 100 labels far below what an event may hold.
    private static let longestText = 64 << 10
    private static let longestDetail = 1_024

    init(_ notification: Notification, routingKey: String, externalURL: String) {
        self.routingKey = routingKey
        eventAction = notification.status == .firing ? "trigger" : "resolve"
        dedupKey = PagerDutyEvent.dedupKey(of: notification)
        clientURL = externalURL
        links = [Link(href: notification.link(from: externalURL), text: "Incident in Defib")]
        payload = Payload(
            summary: notification.summary.cut(to: 1_024),
            source: notification.vps?.text ?? "defib",
            severity: PagerDutyEvent.severity(of: notification),
            timestamp: notification.startsAt.description,
            component: notification.vps == nil ? nil : notification.name.cut(to: PagerDutyEvent.longestDetail),
            group: notification.rule,
            class: notification.kind.rawValue,
            customDetails: PagerDutyEvent.details(of: notification)
        )
    }

    private static func dedupKey(of notification: Notification) -> String {
        guard notification.key.count > 255 else { return notification.key }
        return "\(notification.key.prefix(230))#\(Fingerprint.of(notification.key))"
    }

    /// PagerDuty knows four.
    private static func severity(of notification: Notification) -> String {
        switch notification.severity {
        case "page", "critical": "critical"
        case "error": "error"
        case "info": "info"
        case _: "warning"
        }
    }

    private static func details(of notification: Notification) -> [String: String] {
        var details: [String: String] = [:]
        for label in notification.labels.prefix(100) {
            details["label \(label.name)".cut(toBytes: longestDetail)] = label.value.cut(toBytes: longestDetail)
        }
        details["description"] = notification.fullText.cut(toBytes: longestText)
        details["incident"] = notification.key
        details["severity"] = notification.severity
        details["diagnosis"] = notification.briefing?.diagnosis?.words
        details["provider requests"] = notification.briefing.flatMap(requests)
        return details
    }

    private static func requests(of briefing: Briefing) -> String? {
        let ids = briefing.deeds.compactMap { deed in deed.requestID.map { "\(deed.action) \($0)" } }
        return ids.isEmpty ? nil : ids.joined(separator: ", ").cut(toBytes: longestDetail)
    }
}
