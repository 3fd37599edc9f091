internal import Engine

/// A message as ntfy takes it: at most 4096 bytes of text, beyond which it would make an attachment of it.
struct NtfyMessage: Encodable {
    var topic: String
    var title: String
    var message: String
    /// 1 to 5, 3 as usual, 5 to wake somebody.
    var priority: Int
    /// Names of emoji become such before the title, other words stand below the text.
    var tags: [String]
    var click: String

    init(_ notification: Notification, topic: String, externalURL: String) {
        self.topic = topic
        title = notification.summary.cut(toBytes: 250)
        message = notification.fullText.cut(toBytes: 4_096)
        (priority, tags) = NtfyMessage.urgency(of: notification)
        click = notification.link(from: externalURL)
    }

    private static func urgency(of notification: Notification) -> (priority: Int, tags: [String]) {
        guard notification.status == .firing else { return (3, ["white_check_mark", "defib"]) }
        if notification.isUrgent { return (5, ["rotating_light", "defib"]) }
        return notification.severity == "info" ? (2, ["information_source", "defib"]) : (4, ["warning", "defib"])
    }
}
