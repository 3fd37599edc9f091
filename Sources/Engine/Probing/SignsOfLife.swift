/// What a probe saw that only the living guest's own kernel, or its agent, can send.
///
/// A set says what came back, not whether it counts: the engine counts it only from the target's own address.
public struct SignsOfLife: OptionSet, Hashable, Sendable, Codable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// An ICMP echo reply.
    public static let echo = SignsOfLife(rawValue: 1 << 0)
    /// A TCP SYN-ACK: the connection was accepted.
    public static let synAck = SignsOfLife(rawValue: 1 << 1)
    /// A TCP RST: the connection was refused or cut.
    public static let reset = SignsOfLife(rawValue: 1 << 2)
    /// A TLS handshake message or alert.
    public static let tls = SignsOfLife(rawValue: 1 << 3)
    /// An HTTP response, whatever its status.
    public static let http = SignsOfLife(rawValue: 1 << 4)
    /// Bytes sent unasked on a fresh connection, such as SSH's greeting.
    public static let banner = SignsOfLife(rawValue: 1 << 5)
    /// The guest agent answered now, through the provider.
    public static let agent = SignsOfLife(rawValue: 1 << 6)

    private static let names: [(SignsOfLife, String)] = [
        (.echo, "echo"), (.synAck, "syn_ack"), (.reset, "rst"), (.tls, "tls"), (.http, "http"), (.banner, "banner"),
        (.agent, "agent"),
    ]

    /// Every name there is, in a fixed order.
    public static let allNames = names.map(\.1)

    /// The sign of that name, where there is one.
    public init?(name: String) {
        guard let sign = SignsOfLife.names.first(where: { $0.1 == name }) else { return nil }
        self = sign.0
    }

    /// Those that the kernel sends by itself; for the others userland must live.
    public static let ofKernel: SignsOfLife = [.echo, .synAck, .reset]

    /// The names configuration and evidence use, in a fixed order.
    public var names: [String] {
        SignsOfLife.names.filter { contains($0.0) }.map(\.1)
    }
}
