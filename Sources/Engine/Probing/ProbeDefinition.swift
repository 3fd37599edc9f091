/// One way of asking a target for a sign of life, as configured.
public struct ProbeDefinition: Hashable, Sendable {
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

/// What a probe asks, by protocol.
public enum Check: Hashable, Sendable {
    case http(HTTPCheck)
    case tcp(TCPCheck)
    case tls(TLSCheck)
    case icmp(ICMPCheck)
    case agent(AgentCheck)

    public var kind: String {
        switch self {
        case .http: "http"
        case .tcp: "tcp"
        case .tls: "tls"
        case .icmp: "icmp"
        case .agent: "agent"
        }
    }

    /// The address the check talks to, where it is written as one.
    public var literalAddress: IPAddress? {
        switch self {
        case .http(let check): IPAddress(check.host)
        case .tcp(let check): IPAddress(check.host)
        case .tls(let check): IPAddress(check.host)
        case .icmp(let check): IPAddress(check.host)
        case .agent: nil
        }
    }
}

/// Which of a host's addresses a probe may use.
public enum AddressFamily: String, Hashable, Sendable {
    case any
    case v4
    case v6
}

/// How a probe treats certificates.
public struct TLSExpectation: Hashable, Sendable {
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

/// An HTTP request and what its answer must be.
public struct HTTPCheck: Hashable, Sendable {
    public var url: String
    /// The URL's host alone, without brackets.
    public var host: String
    public var method: String
    public var headers: [Label]
    public var body: String?
    /// Inclusive ranges, any of which must hold the status: `2xx` is `200...299`.
    public var expectedStatus: [ClosedRange<Int>]
    public var bodyContains: String?
    /// A regular expression that must match somewhere in the body.
    public var bodyMatches: String?
    public var json: JSONExpectation?
    /// Redirects to follow; none by default, so that a 3xx is judged as itself.
    public var maxRedirects: Int
    /// Bytes of body after which reading stops and the probe is down.
    public var maxBodyBytes: Int
    public var family: AddressFamily
    public var tls: TLSExpectation

    public init(
        url: String,
        host: String,
        method: String = "GET",
        headers: [Label] = [],
        body: String? = nil,
        expectedStatus: [ClosedRange<Int>] = [200...299],
        bodyContains: String? = nil,
        bodyMatches: String? = nil,
        json: JSONExpectation? = nil,
        maxRedirects: Int = 0,
        maxBodyBytes: Int = 1 << 20,
        family: AddressFamily = .any,
        tls: TLSExpectation = TLSExpectation()
    ) {
        self.url = url
        self.host = host
        self.method = method
        self.headers = headers
        self.body = body
        self.expectedStatus = expectedStatus
        self.bodyContains = bodyContains
        self.bodyMatches = bodyMatches
        self.json = json
        self.maxRedirects = maxRedirects
        self.maxBodyBytes = maxBodyBytes
        self.family = family
        self.tls = tls
    }
}

/// A JSON Pointer (RFC 6901) into the body, and the value it must find there.
public struct JSONExpectation: Hashable, Sendable {
    public var pointer: String
    /// Compared with the found scalar's JSON text (a string's without quotes); nil: it is enough that something is there.
    public var equals: String?

    public init(pointer: String, equals: String? = nil) {
        self.pointer = pointer
        self.equals = equals
    }
}

public struct TCPCheck: Hashable, Sendable {
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

public struct TLSCheck: Hashable, Sendable {
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

public struct ICMPCheck: Hashable, Sendable {
    public var host: String
    /// Echoes in one round; the round is up if any is answered, and its loss is the share that is not.
    public var count: Int
    /// Bytes of payload in each echo.
    public var payloadBytes: Int
    public var family: AddressFamily

    public init(host: String, count: Int = 3, payloadBytes: Int = 56, family: AddressFamily = .any) {
        self.host = host
        self.count = count
        self.payloadBytes = payloadBytes
        self.family = family
    }
}

/// Asks the guest's agent through the provider.
public struct AgentCheck: Hashable, Sendable {
    /// A harmless command whose exit code 0 means up; nil: the agent's being available is enough.
    public var command: String?

    public init(command: String? = nil) {
        self.command = command
    }
}
