/// A target that the configuration made of a VPS in the account's listing.
public struct Discovered: Hashable, Sendable, Codable {
    public var target: Target
    /// What the listing said of the VPS, as `__meta_…` labels: of these a target is made anew at the next start.
    public var meta: [Label]

    public init(target: Target, meta: [Label] = []) {
        self.target = target
        self.meta = meta
    }
}

/// What the configuration says about VPSs that it does not name.
public struct DiscoveryPolicy: Hashable, Sendable, Codable {
    /// How long a VPS must have been missing from the account's listing before it is no longer watched.
    public var retireAfter: TimeSpan
    /// What the configuration makes of the VPSs that were ever listed. Of these the engine watches those it knows.
    public var found: [Discovered]

    public init(retireAfter: TimeSpan = .minutes(15), found: [Discovered] = []) {
        self.retireAfter = retireAfter
        self.found = found
    }
}

/// One listing of the account, as the configuration sees it.
///
/// Where nothing has changed since the listing before, `found` should be that very array: comparing it then costs nothing.
public struct FleetListing: Hashable, Sendable, Codable {
    /// Those selected, each VPS once, in the listing's order.
    public var found: [Discovered]
    /// When the first page was asked for.
    public var startedAt: Timestamp
    /// Why it may lack some; nil where it is whole.
    public var incompleteness: String?

    public init(found: [Discovered], startedAt: Timestamp, incompleteness: String? = nil) {
        self.found = found
        self.startedAt = startedAt
        self.incompleteness = incompleteness
    }
}
