public import Engine

/// One run of the world, whole: the same plan gives the same bytes.
public struct Plan: Hashable, Sendable {
    /// Of everything the plan leaves to chance: times to boot, latencies, lost packets.
    public var seed: UInt64
    /// How long faults may begin; what is broken then is mended, and all must come to rest.
    public var length: TimeSpan
    public var setup: Setup
    /// In the order of their times.
    public var faults: [Fault]

    public init(seed: UInt64, length: TimeSpan, setup: Setup, faults: [Fault]) {
        self.seed = seed
        self.length = length
        self.setup = setup
        self.faults = faults
    }
}
