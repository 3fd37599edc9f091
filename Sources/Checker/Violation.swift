/// Why a sealed action must not be sent: which invariant its own evidence does not bear out, and where.
public struct Violation: Hashable, Sendable, CustomStringConvertible {
    /// The design's invariants, and the bundle's own coherence.
    public enum Invariant: String, Hashable, Sendable, CaseIterable {
        /// The bundle is whole, and about this very action.
        case coherent
        /// One operation a target.
        case oneOperation = "I1"
        /// No reset beside a sign of life.
        case noSignOfLife = "I3"
        /// Graceful first.
        case gracefulFirst = "I4"
        /// Budgets, cooldowns, limits in flight.
        case budgets = "I5"
        /// Nothing on unknown, stale, unrecognised or undecodable data.
        case known = "I6"
        /// Nothing in a storm, a pause, observe mode, a window, or while the watchdog distrusts itself.
        case quiet = "I7"
        /// What was switched off on purpose stays off.
        case switchedOff = "I8"
    }

    public var invariant: Invariant
    /// One sentence, with the numbers.
    public var detail: String

    public var description: String { "\(invariant.rawValue): \(detail)" }
}
