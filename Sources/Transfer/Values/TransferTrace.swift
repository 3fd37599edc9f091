/// How far a transfer got and what it met on the way: there for failures as well.
public struct TransferTrace: Sendable {
    /// The address connected to; nil before a connection stood.
    public var remote: PeerAddress?
    /// The address last tried, whether or not it answered: what a refusal (a RST) came from. Nil on a kept connection and
    /// before resolution.
    public var attempted: PeerAddress?
    /// Where redirects may be followed: who sent the first response. The other addresses are the last hop's.
    public var firstRemote: PeerAddress?
    public var redirects: Int
    /// It was sent to what may no longer be the name's address, says who chose that address.
    public var isAddressOld = false
    /// It went over a kept connection: nobody accepted anything.
    public var isReused = false
    /// Microseconds from the start to the end of each phase, 0 where it was not reached. Redirects add up.
    public var resolved: Int
    public var connected: Int
    public var tlsDone: Int
    public var firstByte: Int
    public var total: Int
    /// A peer accepted the TCP connection.
    public var didConnect: Bool { connected > 0 }
    /// TLS was begun and the peer sent a handshake message or an alert.
    public var peerSpokeTLS: Bool
    /// The peer sent some byte of an HTTP response or a greeting.
    public var peerAnswered: Bool
    /// The HTTP status seen so far, for a failure after the status line; 0: none.
    public var status: Int
    /// What the final response's header announces, -1 where it does not; nil without a response.
    public var contentLength: Int64?
    /// Unix seconds; nil where the final response does not say.
    public var lastModified: Int64?
    /// In tenths: 11 is HTTP/1.1; nil without a response.
    public var httpVersion: UInt8?
    /// The final response redirects and was not followed.
    public var endsInRedirect: Bool
    /// The last connection is one through TLS.
    public var isEncrypted: Bool
    /// `1.0` to `1.3`, where libcurl told it.
    public var tlsVersion: String?
    /// Leaf first; empty unless asked for. On a kept connection or a resumed session, what its full handshake showed.
    public var certificates: [PeerCertificate]

    /// Puts what went before into the phases, in microseconds: resolving the name, and trying other addresses of it.
    public mutating func precede(resolving: Int, connecting: Int) {
        resolved += resolving
        if connected > 0 { connected += resolving + connecting }
        if tlsDone > 0 { tlsDone += resolving + connecting }
        if firstByte > 0 { firstByte += resolving + connecting }
        total += resolving + connecting
    }

    /// The same as text, for people.
    public var remoteAddress: String? { remote?.text }
    public var attemptedAddress: String? { attempted?.text }

    public init() {
        redirects = 0
        resolved = 0
        connected = 0
        tlsDone = 0
        firstByte = 0
        total = 0
        peerSpokeTLS = false
        peerAnswered = false
        status = 0
        endsInRedirect = false
        isEncrypted = false
        certificates = []
    }
}

/// One certificate of the chain that a peer sent.
public struct PeerCertificate: Sendable, Hashable {
    /// Distinguished names as OpenSSL prints them: `C = SE, O = Example, CN = www.example.org`.
    public var subject: String
    public var issuer: String
    /// Unix seconds.
    public var notBefore: Int64
    /// Unix seconds.
    public var notAfter: Int64

    public init(subject: String, issuer: String, notBefore: Int64, notAfter: Int64) {
        self.subject = subject
        self.issuer = issuer
        self.notBefore = notBefore
        self.notAfter = notAfter
    }
}
