public import Engine

/// Where notifications go: one kind of receiver a file.
///
/// A receiver makes one attempt. Order, repetition and backoff are the engine's outbox's business.
public protocol Receiver: Sendable {
    /// As the configuration calls it.
    var name: String { get }

    /// How often a notification that fires must be delivered again while it fires, because what it was delivered to forgets it
    /// otherwise; nil: once is enough.
    ///
    /// Whoever delivers hands over the latest firing notification of each key again after this long since its last delivery, and
    /// stops with the key's resolved one. A repetition that fails is worth no retry of its own: the next is near.
    var resendInterval: TimeSpan? { get }

    /// Makes one attempt to deliver, and ends within the receiver's own deadline whatever the peer does.
    func deliver(_ notification: Notification) async -> DeliveryOutcome
}

extension Receiver {
    public var resendInterval: TimeSpan? { nil }
}
