/// A boot of a guest: when it began, and how long it took until the guest answered, where that was seen.
public struct BootRecord: Hashable, Sendable, Codable {
    public enum Cause: String, Hashable, Sendable, Codable {
        /// An action of ours.
        case action
        /// The platform's uptime fell.
        case uptime
        /// The platform said another state than running.
        case platform
    }

    public var vps: VPSID
    public var began: Timestamp
    /// Nil where nobody saw how long it took; such a boot is no sample.
    public var took: TimeSpan?
    public var cause: Cause

    public init(vps: VPSID, began: Timestamp, took: TimeSpan?, cause: Cause) {
        self.vps = vps
        self.began = began
        self.took = took
        self.cause = cause
    }
}
