internal import Engine

/// A message as Slack's webhooks take it: the headline as text, which notifications show, and the rest in a coloured attachment of
/// blocks, whose texts hold at most 3000 characters each.
struct SlackMessage: Encodable {
    struct Text: Encodable {
        var type = "mrkdwn"
        var text: String
    }

    struct Block: Encodable {
        var type: String
        var text: Text?
        var elements: [Text]?
    }

    struct Attachment: Encodable {
        var color: String
        var fallback: String
        var blocks: [Block]
    }

    var text: String
    var attachments: [Attachment]

    private static let longestHeadline = 500
    private static let longestText = 3_000

    init(_ notification: Notification, externalURL: String) {
        let headline = SlackMessage.escaped(notification.summary, limit: SlackMessage.longestHeadline)
        text = "\(SlackMessage.mark(of: notification)) *\(headline)*"
        let link = "<\(SlackMessage.escaped(notification.link(from: externalURL), limit: 1_000))|Open in Defib>"
        let context = "\(link)  ·  \(SlackMessage.escaped(notification.key, limit: 300))"
        attachments = [
            Attachment(
                color: SlackMessage.color(of: notification),
                fallback: headline,
                blocks: [
                    Block(
                        type: "section",
                        text: Text(
                            text: SlackMessage.escaped(notification.fullText, limit: SlackMessage.longestText)
                        )
                    ),
                    Block(type: "context", elements: [Text(text: context)]),
                ]
            )
        ]
    }

    private static func mark(of notification: Notification) -> String {
        guard notification.status == .firing else { return ":white_check_mark:" }
        return notification.isUrgent ? ":rotating_light:" : ":warning:"
    }

    private static func color(of notification: Notification) -> String {
        guard notification.status == .firing else { return "#2eb67d" }
        return notification.isUrgent ? "#d40e0d" : "#ecb22e"
    }

    /// The three characters that Slack reads as its own; the limit counts what they become.
    static func escaped(_ text: String, limit: Int) -> String {
        let shortened = text.cut(to: limit) { entity($0)?.count ?? 1 }
        return shortened.map { entity($0) ?? String($0) }.joined()
    }

    private static func entity(_ character: Character) -> String? {
        switch character {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        case _: nil
        }
    }
}

extension Notification {
    /// Worth waking somebody.
    var isUrgent: Bool { severity == "page" || severity == "critical" }
}
