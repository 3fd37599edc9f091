/// An HTTP request and what its answer must be.
public struct HTTPCheck: Hashable, Sendable, Codable {
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

    /// 2xx, the usual one: one array for all checks.
    public static let successes = [200...299]

    public init(
        url: String,
        host: String,
        method: String = "GET",
        headers: [Label] = [],
        body: String? = nil,
        expectedStatus: [ClosedRange<Int>] = HTTPCheck.successes,
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
public struct JSONExpectation: Hashable, Sendable, Codable {
    public var pointer: String
    /// Compared with the found scalar's JSON text (a string's without quotes); nil: it is enough that something is there.
    public var equals: String?

    public init(pointer: String, equals: String? = nil) {
        self.pointer = pointer
        self.equals = equals
    }
}
