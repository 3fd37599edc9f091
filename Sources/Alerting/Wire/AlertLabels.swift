internal import Engine

/// What a notification is called where labels are an alert's identity, as in Alertmanager: the same over an incident's life.
enum AlertLabels {
    /// The target's own labels, and over them Defib's. What changes over an incident (severity, kind) is left out.
    static func identity(of notification: Notification) -> [String: String] {
        var labels = Dictionary(notification.labels.map { ($0.name, $0.value) }) { first, _ in first }
        labels["alertname"] = alertName(of: notification)
        labels["incident"] = notification.key
        labels["vps"] = notification.vps?.text
        labels["name"] = notification.name
        labels["rule"] = notification.rule
        return labels
    }

    private static func alertName(of notification: Notification) -> String {
        if notification.kind == .digest { return "DefibIncidents" }
        return notification.vps == nil ? "DefibNotice" : "DefibIncident"
    }

    /// The text, and what programs read beside it.
    static func annotations(of notification: Notification) -> [String: String] {
        var annotations = ["summary": notification.summary, "description": notification.description]
        if let head = notification.chainHead {
            annotations["decision_chain"] = head
            annotations["description"] = "\(notification.description)\nDecision chain: \(head)"
        }
        annotations["incident_id"] = notification.incident.map(String.init)
        annotations["notification_id"] = String(notification.id)
        return annotations
    }
}

extension Notification {
    /// The text as it is sent: the description, and where the journal's chain of decisions stood.
    var fullText: String { chainHead.map { "\(description)\nDecision chain: \($0)" } ?? description }

    /// Where people read on.
    func link(from externalURL: String) -> String {
        externalURL + (incident.map { "/#incident-\($0)" } ?? "/")
    }
}
