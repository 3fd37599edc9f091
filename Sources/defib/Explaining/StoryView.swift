import Engine
import Web

/// `defib explain --json`: the HTTP API's own shapes, and the sentences that people get.
struct StoryView: Encodable {
    struct NotificationView: Encodable {
        var id: Int64
        var kind: String
        var status: String
        var receiver: String
        /// `pending delivered undeliverable`.
        var state: String
        var attempts: Int
        var lastError: String?
        var summary: String
    }

    var incident: IncidentView
    /// What people read first.
    var essentials: [String]
    /// What happens next.
    var outlook: [String]
    var isDaemonRunning: Bool
    var decisions: [DecisionView]
    var notifications: [NotificationView]
    var earlierIncidents: [Int64]

    init(_ story: Story) {
        incident = IncidentView(story.incident, actions: story.actions)
        essentials = Essentials(story: story).sentences
        outlook = Outlook(story: story).sentences
        isDaemonRunning = story.isDaemonRunning
        decisions = story.decisions.map { DecisionView($0) }
        earlierIncidents = story.earlier.map(\.id)
        notifications = story.notifications.map {
            NotificationView(
                id: $0.notification.id,
                kind: $0.notification.kind.rawValue,
                status: $0.notification.status.rawValue,
                receiver: $0.receiver,
                state: $0.state.rawValue,
                attempts: $0.attempts,
                lastError: $0.lastError,
                summary: $0.notification.summary
            )
        }
    }
}
