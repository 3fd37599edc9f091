public import Engine

/// An invariant that did not hold: which, when, and what was seen.
public struct Breach: Hashable, Sendable {
    /// The design's invariants, and what stands beside them.
    public enum Invariant: String, Hashable, Sendable, CaseIterable {
        case intent = "I1"
        case noRepeat = "I2"
        case noSignOfLife = "I3"
        case gracefulFirst = "I4"
        case budgets = "I5"
        case known = "I6"
        case quiet = "I7"
        case switchedOff = "I8"
        case ending = "I9"
        case told = "I10"
        case sameBytes = "I11"
        case replay = "I12"
        /// The checker refused what the gates let through.
        case checker
    }

    public var invariant: Invariant
    public var at: TimeSpan
    public var what: String

    public init(_ invariant: Invariant, at: TimeSpan, _ what: String) {
        self.invariant = invariant
        self.at = at
        self.what = what
    }
}

extension Breach: CustomStringConvertible {
    public var description: String { "\(invariant.rawValue) after \(at): \(what)" }
}
