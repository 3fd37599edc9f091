internal import Engine

/// The body of a webhook, version 4, as Alertmanager's documentation and code have it
/// (prometheus.io/docs/alerting/latest/configuration/#webhook_config): one group, with one alert or with all those of a digest.
struct WebhookPayload: Encodable {
    struct Alert: Encodable {
        var status: String
        var labels: [String: String]
        var annotations: [String: String]
        var startsAt: String
        /// The zero time while the alert fires.
        var endsAt: String
        var generatorURL: String
        var fingerprint: String
    }

    var version = "4"
    var groupKey: String
    var truncatedAlerts = 0
    var status: String
    var receiver: String
    var groupLabels: [String: String]
    var commonLabels: [String: String]
    var commonAnnotations: [String: String]
    var externalURL: String
    var alerts: [Alert]

    /// The group and the fingerprint stand for the notification's key alone: severity and kind change over an incident,
    /// its identity does not.
    init(_ notification: Notification, receiver: String, externalURL: String) {
        let labels = WebhookPayload.labels(of: notification)
        let annotations = AlertLabels.annotations(of: notification)
        let group = labels.filter { $0.key == "alertname" || $0.key == "incident" }
        self.receiver = receiver
        self.externalURL = externalURL
        status = notification.status.rawValue
        groupLabels = group
        commonLabels = labels
        commonAnnotations = annotations
        groupKey = "{}:{alertname=\"\(group["alertname"] ?? "")\", incident=\"\(notification.key)\"}"
        alerts =
            notification.members.map { $0.map { Alert($0, externalURL) } } ?? [Alert(notification, externalURL)]
    }

    /// Those of its identity, and what it says of itself at the moment.
    fileprivate static func labels(of notification: Notification) -> [String: String] {
        var labels = AlertLabels.identity(of: notification)
        labels["severity"] = notification.severity
        labels["kind"] = notification.kind.rawValue
        return labels
    }

}

extension WebhookPayload.Alert {
    init(_ notification: Notification, _ externalURL: String) {
        let isResolved = notification.status == .resolved
        status = notification.status.rawValue
        labels = WebhookPayload.labels(of: notification)
        annotations = AlertLabels.annotations(of: notification)
        startsAt = notification.startsAt.description
        endsAt = isResolved ? "\(notification.endsAt ?? notification.startsAt)" : "0001-01-01T00:00:00Z"
        generatorURL = notification.link(from: externalURL)
        fingerprint = WebhookPayload.Alert.hexadecimal(Fingerprint.of(notification.key))
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
