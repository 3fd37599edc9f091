/// The dead-man's switch, as a person asks after it.
public struct HeartbeatView: Codable, Hashable, Sendable {
    /// Absent until it is known.
    public var isWell: Bool?
    /// Why not all is well; absent when it is.
    public var reason: String?
    /// When the last success that was taken was sent.
    public var lastSuccessAt: String?
    /// Why the last ping was lost; absent where it was taken.
    public var fault: String?

    public init(isWell: Bool?, reason: String?, lastSuccessAt: String?, fault: String?) {
        self.isWell = isWell
        self.reason = reason
        self.lastSuccessAt = lastSuccessAt
        self.fault = fault
    }
}
