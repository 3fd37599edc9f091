public import Engine

/// One line of history, as it was or would have been.
public struct Happening: Hashable, Sendable {
    public var at: Timestamp
    public var vps: VPSID
    public var name: String
    public var verdict: DecisionRecord.Verdict
    /// The rung it was about, where it was about one.
    public var action: String?
    public var summary: String
    /// It stands on answers that were never recorded, because nobody asked then.
    public var isAssumed = false

    /// Nil for what is about no target, and for remarks.
    init?(_ decision: DecisionRecord) {
        guard let vps = decision.vps, decision.verdict != .note else { return nil }
        at = decision.at
        self.vps = vps
        name = decision.name
        verdict = decision.verdict
        action = decision.action
        summary = decision.summary
    }

    /// Whether something left for the provider, so that the world was another one from then on.
    public var isAction: Bool { verdict == .act }

    func isAlike(_ other: Happening) -> Bool {
        vps == other.vps && verdict == other.verdict && action == other.action
    }
}
