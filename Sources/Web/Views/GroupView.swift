public import Engine

/// A group of targets with limits of its own, and how near it is to them.
public struct GroupView: Codable, Hashable, Sendable {
    /// `region=sto`
    public var name: String
    public var size: Int
    public var unresponsive: Int
    /// Absent: the fleet's limit alone. Likewise the budget.
    public var threshold: Int?
    public var budgetLeft: Int?

    public init(_ group: EngineView.GroupSummary) {
        name = group.name
        size = group.size
        unresponsive = group.unresponsive
        threshold = group.stormThreshold
        budgetLeft = group.budgetLeft
    }

    /// Why nothing is sent in it; nil while no storm of its own is.
    public var stormInWords: String? {
        guard let threshold, unresponsive >= threshold else { return nil }
        return "\(unresponsive) of \(size) unresponsive, from \(threshold) on nothing is sent there"
    }
}
