public import Engine

/// How the provider's API behaves from a moment on.
public struct ProviderScript: Hashable, Sendable {
    public enum PowerBehaviour: String, Hashable, Sendable, CaseIterable {
        /// Taken, and its operation completes.
        case accepted
        /// Taken, and its answer is lost.
        case lost
        /// The answer is lost, and it was not taken either.
        case vanished
        /// 409: busy.
        case conflict
        /// 403: it may not.
        case forbidden
        /// 429.
        case rateLimited = "rate_limited"
        /// Taken, and its operation never ends.
        case stuck
        /// Accepted, and its operation fails without an effect.
        case failing
    }

    public enum ExecBehaviour: String, Hashable, Sendable, CaseIterable {
        /// Exit code 0.
        case ok
        /// Exit code 1.
        case fails
        /// The agent does not answer.
        case unavailable
        /// No answer comes.
        case lost
    }

    public enum GateBehaviour: String, Hashable, Sendable, CaseIterable {
        case allowed, denied, absent
        /// Something that is not documented.
        case garbled
    }

    public enum Reads: String, Hashable, Sendable, CaseIterable {
        case ok
        /// Every read fails with a 503, the listing included.
        case failing
        /// They speak of another VPS.
        case mistaken
        /// No answer ever comes.
        case silent
    }

    /// From the test's beginning.
    public var from = TimeSpan.zero
    public var restart = PowerBehaviour.accepted
    public var reset = PowerBehaviour.accepted
    public var start = PowerBehaviour.accepted
    public var exec = ExecBehaviour.ok
    public var canRestart = GateBehaviour.allowed
    public var canReset = GateBehaviour.allowed
    public var canStart = GateBehaviour.allowed
    public var reads = Reads.ok
    public var service = ServiceStatus.active
    /// What is under way by the provider's word; nil: nothing.
    public var pendingTasks: String?
    /// The changes that are pending.
    public var maintenance: [String] = []

    public init() {}
}
