public import Engine

/// One step of the engine as it was taken: with the same beginning, the same steps give the same effects.
public struct JournalledStep: Hashable, Sendable {
    /// Counts up from 1 in each life of the daemon, steps that could not be kept included: a hole shows.
    public var ordinal: UInt64
    /// The engine's `now`.
    public var at: Timestamp
    public var event: Event

    public init(ordinal: UInt64, at: Timestamp, event: Event) {
        self.ordinal = ordinal
        self.at = at
        self.event = event
    }
}

/// Consecutive steps in one row, as bytes: what they say may depend on earlier rows of the same life, so that only a
/// `StepDecoder` reads them.
public struct StepRow: Hashable, Sendable {
    let bytes: [UInt8]
    let start: Timestamp
    /// Of many rows, made smaller together (`StepPacker`).
    var isPacked = false
}

/// What the bytes of one step are. The numbers are never given to another.
enum StepTag: UInt8 {
    case observation = 0
    case deadline = 1
    case health = 2
    /// The account's listing, the same as the latest of this life but for the readings given.
    case listing = 3
    /// Any other, as JSON.
    case other = 4
    /// What the configuration makes of a listing, the same as the latest of this life but for what is given.
    case fleet = 5
}
