/// One way of asking a target for a sign of life, as configured.
public struct ProbeDefinition: Hashable, Sendable, Codable {
    /// The name expressions use: `http` in `http.down`. Unique within a target.
    public var name: String
    /// From one start to the next.
    public var interval: TimeSpan
    /// Always shorter than `interval`.
    public var timeout: TimeSpan
    public var check: Check {
        didSet { fingerprint = Fingerprint.of(String(describing: check)) }
    }
    /// Changes whenever the probe is defined differently; proof that it can be up is valid only for the fingerprint under
    /// which it was given. Stable across processes (FNV-1a over the check's description), pace apart, and kept where the
    /// check's secrets are not.
    public private(set) var fingerprint: UInt64
    /// Nil: each run takes a fresh connection. Like the pace, it does not make another probe of it.
    public var reuse: ConnectionReuse?

    public init(
        name: String,
        interval: TimeSpan,
        timeout: TimeSpan,
        check: Check,
        reuse: ConnectionReuse? = nil
    ) {
        self.name = name
        self.interval = interval
        self.timeout = timeout
        self.check = check
        fingerprint = Fingerprint.of(String(describing: check))
        self.reuse = reuse
    }

    private init(redacting definition: ProbeDefinition) {
        name = definition.name
        interval = definition.interval
        timeout = definition.timeout
        check = definition.check.redacted
        fingerprint = definition.fingerprint
        reuse = definition.reuse
    }

    /// The same probe without what may be a secret, for the disk. It is told apart from others as before.
    public var redacted: ProbeDefinition { ProbeDefinition(redacting: self) }
}
