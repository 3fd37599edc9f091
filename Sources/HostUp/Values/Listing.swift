public import Engine

/// One sweep of the account's VPSs. One that is missing here is not a deleted VPS.
public struct Listing: Hashable, Sendable {
    /// By first appearance, each id once.
    public var readings: [PlatformReading]
    /// What else the listing said of each of them.
    public var details: [ListedDetails]
    /// Entries left out because they had no usable id.
    public var skipped: Int
    /// Why the pages were not followed to their end: a repeated cursor, or more pages than are sane. Nil: all are here.
    public var incompleteness: String?

    public init(
        readings: [PlatformReading],
        details: [ListedDetails] = [],
        skipped: Int = 0,
        incompleteness: String? = nil
    ) {
        self.readings = readings
        self.details = details
        self.skipped = skipped
        self.incompleteness = incompleteness
    }
}
