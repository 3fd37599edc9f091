/// That a probe was up, under its present definition.
public struct ProofRecord: Hashable, Sendable, Codable {
    public var vps: VPSID
    public var probe: String
    /// Valid for this definition only.
    public var fingerprint: UInt64
    public var at: Timestamp

    public init(vps: VPSID, probe: String, fingerprint: UInt64, at: Timestamp) {
        self.vps = vps
        self.probe = probe
        self.fingerprint = fingerprint
        self.at = at
    }
}
