public import Engine

/// Where notifications go: one kind of receiver a file.
///
/// A receiver makes one attempt. Order, repetition and backoff are the engine's outbox's business.
public protocol Receiver: Sendable {
    /// As the configuration calls it.
    var name: String { get }

    /// Makes one attempt to deliver, and ends within the receiver's own deadline whatever the peer does.
    func deliver(_ notification: Notification) async -> DeliveryOutcome
}
