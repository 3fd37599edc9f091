/// One way of asking a target for a sign of life, as configured.
///
/// A reference to what was written once, since the policy, the listing, what the engine remembers of the probe and the
/// schedule all hold it: inline in each of them it took 280 bytes a probe and holder. Whoever changes one changes nobody
/// else's.
public struct ProbeDefinition: Hashable, Sendable, Codable {
    private var kept: Kept

    /// The name expressions use: `http` in `http.down`. Unique within a target.
    public var name: String {
        get { kept.fields.name }
        set { change { $0.name = newValue } }
    }
    /// From one start to the next.
    public var interval: TimeSpan {
        get { kept.fields.interval }
        set { change { $0.interval = newValue } }
    }
    /// Always shorter than `interval`.
    public var timeout: TimeSpan {
        get { kept.fields.timeout }
        set { change { $0.timeout = newValue } }
    }
    public var check: Check {
        get { kept.fields.check }
        set { change { ($0.check, $0.fingerprint) = (newValue, newValue.fingerprint) } }
    }
    /// Changes whenever the probe is defined differently; proof that it can be up is valid only for the fingerprint under
    /// which it was given. Stable across processes (FNV-1a over the check's wording), pace apart, and kept where the
    /// check's secrets are not.
    public var fingerprint: UInt64 { kept.fields.fingerprint }
    /// Nil: each run takes a fresh connection. Like the pace, it does not make another probe of it.
    public var reuse: ConnectionReuse? {
        get { kept.fields.reuse }
        set { change { $0.reuse = newValue } }
    }

    public init(
        name: String,
        interval: TimeSpan,
        timeout: TimeSpan,
        check: Check,
        reuse: ConnectionReuse? = nil
    ) {
        kept = Kept(
            Fields(
                name: name,
                interval: interval,
                timeout: timeout,
                check: check,
                fingerprint: check.fingerprint,
                reuse: reuse
            )
        )
    }

    /// The same probe without what may be a secret, for the disk. It is told apart from others as before.
    public var redacted: ProbeDefinition {
        var definition = self
        definition.change { $0.check = $0.check.redacted }
        return definition
    }

    private mutating func change(_ body: (inout Fields) -> Void) {
        var fields = kept.fields
        body(&fields)
        kept = Kept(fields)
    }

    private struct Fields: Hashable, Sendable, Codable {
        var name: String
        var interval: TimeSpan
        var timeout: TimeSpan
        var check: Check
        var fingerprint: UInt64
        var reuse: ConnectionReuse?
    }

    private final class Kept: Sendable {
        let fields: Fields

        init(_ fields: Fields) {
            self.fields = fields
        }
    }

    /// The same one is compared by its address.
    public static func == (left: ProbeDefinition, right: ProbeDefinition) -> Bool {
        left.kept === right.kept || left.kept.fields == right.kept.fields
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(kept.fields) }

    public init(from decoder: any Decoder) throws { kept = Kept(try Fields(from: decoder)) }

    public func encode(to encoder: any Encoder) throws { try kept.fields.encode(to: encoder) }
}
