/// A TCP connection, and what the peer may have to say first.
public struct TCPCheck: Hashable, Sendable, Codable {
    public var host: String
    public var port: Int
    /// What the peer must send first, unasked: `SSH-`.
    public var banner: String?
    public var family: AddressFamily

    public init(host: String, port: Int, banner: String? = nil, family: AddressFamily = .any) {
        self.host = host
        self.port = port
        self.banner = banner
        self.family = family
    }
}
