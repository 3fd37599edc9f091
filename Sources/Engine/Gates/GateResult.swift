/// The named checks between a verdict and a power action, in the order in which they are held.
public enum Gate: String, Hashable, Sendable, Codable, CaseIterable {
    case armed, confirmed, noSignOfLife, gracefulFirst, oneOperation, cooldown, targetBudget, fleetBudget, storm,
        selfHealth, window, bootGrace, platform, maintenance, capability

    /// Gates that need answers of the provider's API; the others are held first.
    public var asksProvider: Bool {
        switch self {
        case .platform, .maintenance, .capability: true
        case .armed, .confirmed, .noSignOfLife, .gracefulFirst, .oneOperation, .cooldown, .targetBudget, .fleetBudget,
            .storm, .selfHealth, .window, .bootGrace:
            false
        }
    }
}

/// What one gate said, with the numbers on which it did.
public struct GateResult: Hashable, Sendable, Codable {
    public enum Outcome: String, Hashable, Sendable, Codable {
        case passed
        case refused
        case notReached = "not reached"
    }

    public var gate: Gate
    public var outcome: Outcome
    /// Numbers and words: `2 of 3 in 24h`. Empty where not reached.
    public var detail: String
    /// A refusal that time or an operator can lift; a lasting one hands the incident over at once.
    public var canPass: Bool

    public init(gate: Gate, outcome: Outcome, detail: String, canPass: Bool = true) {
        self.gate = gate
        self.outcome = outcome
        self.detail = detail
        self.canPass = canPass
    }
}
