public import Engine

/// A rule as the API shows it: whether it may act, and what it is worth so far.
public struct RuleView: Codable, Hashable, Sendable {
    public var name: String
    /// `armed observe`, the configuration's own mode considered.
    public var mode: String
    /// Set where it is disarmed, whatever its mode says.
    public var distrust: DistrustView?
    public var score: RuleScore

    public struct DistrustView: Codable, Hashable, Sendable {
        public var reason: String
        public var at: String
    }

    public init(_ rule: Rule, mode: Mode, distrust: TrustRecord?, score: RuleScore) {
        name = rule.name
        self.mode = mode == .armed ? rule.mode.rawValue : Mode.observe.rawValue
        self.distrust = distrust.map { DistrustView(reason: $0.reason, at: $0.at.description) }
        self.score = score
    }
}
