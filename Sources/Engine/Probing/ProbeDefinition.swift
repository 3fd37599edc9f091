/// One way of asking a target for a sign of life, as configured.
public struct ProbeDefinition: Hashable, Sendable, Codable {
    /// The name expressions use: `http` in `http.down`. Unique within a target.
    public var name: String
    /// From one start to the next.
    public var interval: TimeSpan
    /// Always shorter than `interval`.
    public var timeout: TimeSpan
    public var check: Check

    public init(name: String, interval: TimeSpan, timeout: TimeSpan, check: Check) {
        self.name = name
        self.interval = interval
        self.timeout = timeout
        self.check = check
    }

    /// Changes whenever the probe is defined differently; proof that it can be up is valid only for the fingerprint under
    /// which it was given. Stable across processes (FNV-1a over the check's description), pace apart.
    public var fingerprint: UInt64 {
        Fingerprint.of(String(describing: check))
    }
}
