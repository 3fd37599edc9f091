/// That an operator wants nothing done about some targets until a time. What is silenced counts in no storm either: somebody
/// knows of it.
public struct SilenceRecord: Hashable, Sendable, Codable {
    /// Counts up from 1 in one journal.
    public var id: Int64
    /// Empty: all targets.
    public var match: Rule.Match
    public var by: String
    public var reason: String
    public var at: Timestamp
    public var until: Timestamp
    /// When an operator ended it before its time.
    public var endedAt: Timestamp?
    public var endedBy: String?

    public init(id: Int64, match: Rule.Match, by: String, reason: String, at: Timestamp, until: Timestamp) {
        self.id = id
        self.match = match
        self.by = by
        self.reason = reason
        self.at = at
        self.until = until
    }

    public func isInForce(at now: Timestamp) -> Bool { endedAt == nil && now < until }
}
