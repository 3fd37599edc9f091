/// That an operator paused power actions, or ended the pause.
public struct PauseRecord: Hashable, Sendable, Codable {
    public var isPaused: Bool
    public var by: String
    public var reason: String
    public var at: Timestamp

    public init(isPaused: Bool, by: String, reason: String, at: Timestamp) {
        self.isPaused = isPaused
        self.by = by
        self.reason = reason
        self.at = at
    }
}
