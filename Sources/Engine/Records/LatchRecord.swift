/// That storms tripped too often, so that nothing is done until an operator says so; or that one did.
public struct LatchRecord: Hashable, Sendable, Codable {
    public var isLatched: Bool
    /// Empty where the engine latched by itself.
    public var by: String
    public var reason: String
    public var at: Timestamp

    public init(isLatched: Bool, by: String, reason: String, at: Timestamp) {
        self.isLatched = isLatched
        self.by = by
        self.reason = reason
        self.at = at
    }
}
