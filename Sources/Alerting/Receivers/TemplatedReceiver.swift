public import Engine

/// A receiver whose messages are worded by the operator.
public struct TemplatedReceiver: Receiver {
    private let receiver: any Receiver
    private let title: Template?
    private let text: Template?

    /// - Parameters:
    ///   - title: in place of the headline.
    ///   - text: in place of the lines below it.
    public init(_ receiver: any Receiver, title: Template?, text: Template?) {
        self.receiver = receiver
        self.title = title
        self.text = text
    }

    public var name: String { receiver.name }

    public func deliver(_ notification: Notification) async -> DeliveryOutcome {
        var worded = notification
        worded.summary = title?.text(for: notification) ?? notification.summary
        worded.description = text?.text(for: notification) ?? notification.description
        return await receiver.deliver(worded)
    }
}
