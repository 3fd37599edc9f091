/// A TLS handshake, and what its certificate must be.
public struct TLSCheck: Hashable, Sendable, Codable {
    public var host: String
    public var port: Int
    public var family: AddressFamily
    public var tls: TLSExpectation

    public init(host: String, port: Int, family: AddressFamily = .any, tls: TLSExpectation = TLSExpectation()) {
        self.host = host
        self.port = port
        self.family = family
        self.tls = tls
    }
}

/// How a probe treats certificates.
public struct TLSExpectation: Hashable, Sendable, Codable {
    /// Verify chain and name. Off, an invalid certificate is still measured.
    public var verify = true
    /// Sent as SNI and checked against the certificate; the URL's host where nil.
    public var serverName: String?
    /// A PEM file of authorities in place of the system's.
    public var caFile: String?
    /// Down once the earliest expiry in the chain is nearer than this; nil: never for that reason.
    public var minimumValidity: TimeSpan?

    public init(
        verify: Bool = true,
        serverName: String? = nil,
        caFile: String? = nil,
        minimumValidity: TimeSpan? = nil
    ) {
        self.verify = verify
        self.serverName = serverName
        self.caFile = caFile
        self.minimumValidity = minimumValidity
    }
}
