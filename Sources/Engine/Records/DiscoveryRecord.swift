/// That a VPS of the account is watched without being named in the configuration, or no longer.
public struct DiscoveryRecord: Hashable, Sendable, Codable {
    public var vps: VPSID
    /// What the listing said of it: a target is made of this at the next start, before the first listing.
    public var meta: [Label]
    public var isRetired: Bool
    public var at: Timestamp

    public init(vps: VPSID, meta: [Label], isRetired: Bool = false, at: Timestamp) {
        self.vps = vps
        self.meta = meta
        self.isRetired = isRetired
        self.at = at
    }
}
