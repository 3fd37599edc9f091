/// Limits over each set of targets that have the same value of one label: `{label: region, storm: 50%, budget: 3 per 1h}`
/// holds each region to them by itself. Targets without the label are in no set.
public struct GroupLimits: Hashable, Sendable, Codable {
    public var label: String
    /// The share of the set unresponsive at once that makes a storm in it, 0 to 1; nil: the fleet's limit alone.
    public var storm: Double?
    /// Power actions on the set; nil: the fleet's limit alone.
    public var budget: Budget?

    public init(label: String, storm: Double? = nil, budget: Budget? = nil) {
        self.label = label
        self.storm = storm
        self.budget = budget
    }
}

/// Bounds on the time a guest is given to boot, once its own boots have been seen often enough to tell.
public struct BootGrace: Hashable, Sendable, Codable {
    public var min: TimeSpan
    public var max: TimeSpan

    public init(min: TimeSpan = .seconds(30), max: TimeSpan = .minutes(10)) {
        self.min = min
        self.max = max
    }
}
