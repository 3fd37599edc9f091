/// That a rule may not act, whatever its mode says, because it shocked a living guest; or that an operator trusts it again.
/// A rule with another wording is another rule.
public struct TrustRecord: Hashable, Sendable, Codable {
    public var rule: String
    /// Of the rule's text.
    public var fingerprint: UInt64
    public var isDisarmed: Bool
    /// Empty where the engine disarmed it by itself.
    public var by: String
    public var reason: String
    public var at: Timestamp

    public init(rule: String, fingerprint: UInt64, isDisarmed: Bool, by: String, reason: String, at: Timestamp) {
        self.rule = rule
        self.fingerprint = fingerprint
        self.isDisarmed = isDisarmed
        self.by = by
        self.reason = reason
        self.at = at
    }
}
