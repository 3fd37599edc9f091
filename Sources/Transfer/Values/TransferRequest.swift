/// One transfer to perform: a request over HTTP, or a mere connection.
///
/// All times are milliseconds, all sizes bytes. Redirects, proxies and credentials do nothing unless asked for.
public struct TransferRequest: Sendable {
    /// `http://`, `https://`, for a mere connection `tcp://host:port` and `tls://host:port`, for mail `smtp://` and `smtps://`.
    public var url: String
    public var method: String
    /// Sent in this order, after the few that HTTP needs.
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]?
    /// From start to finish, name resolution included. Kept by libcurl, so that it holds whatever the peer does.
    public var deadline: Int
    /// Of it, at most this for resolving and connecting (TLS included); nil: the whole deadline.
    public var connectDeadline: Int?
    /// What reading a longer body fails with `bodyTooLarge` after.
    public var maxBodyBytes: Int
    /// Whether the response holds the body, and the header's fields: what nobody looks at is counted, not kept.
    public var wantsBody = true
    public var wantsHeaders = true
    public var connection: ConnectionPolicy
    public var family: Family
    /// How many redirects to follow; 0 answers with the 3xx itself. `Authorization` and `Cookie` stay with the first origin,
    /// all other headers go along: a request with a secret in one of those should follow none.
    public var maxRedirects: Int
    public var tls: TLSOptions
    /// A proxy's URL. Nil means none, whatever the environment says.
    public var proxy: String?
    /// For `tcp://` and `tls://`: wait for so many bytes of greeting after the connection stands; 0: do not wait.
    public var greetingBytes: Int
    /// For `smtp://` and `smtps://`: the envelope; the body is the message, headers and all, with CRLF at its lines' ends.
    public var envelope: MailEnvelope?

    public init(
        url: String,
        method: String = "GET",
        headers: [(name: String, value: String)] = [],
        body: [UInt8]? = nil,
        deadline: Int,
        connectDeadline: Int? = nil,
        maxBodyBytes: Int = 1 << 20,
        connection: ConnectionPolicy = .fresh,
        family: Family = .any,
        maxRedirects: Int = 0,
        tls: TLSOptions = TLSOptions(),
        proxy: String? = nil,
        greetingBytes: Int = 0,
        envelope: MailEnvelope? = nil
    ) {
        self.url = url
        self.method = method
        self.headers = headers
        self.body = body
        self.deadline = deadline
        self.connectDeadline = connectDeadline
        self.maxBodyBytes = maxBodyBytes
        self.connection = connection
        self.family = family
        self.maxRedirects = maxRedirects
        self.tls = tls
        self.proxy = proxy
        self.greetingBytes = greetingBytes
        self.envelope = envelope
    }

    public enum ConnectionPolicy: Sendable {
        /// A new connection, closed afterwards: it proves that the peer still accepts.
        case fresh
        /// A kept one where there is one.
        case reuse
    }

    public enum Family: Sendable {
        case any, v4, v6
    }

    public struct TLSOptions: Sendable, Hashable {
        /// Verify the chain and the name.
        public var verify: Bool
        /// Name for SNI and verification in place of the URL's host.
        public var serverName: String?
        /// PEM file of authorities in place of the system's.
        public var caFile: String?
        /// Report the peer's chain in the response.
        public var wantsCertificates: Bool
        /// Keep the session of a prepared transfer's run for the next one's handshake.
        public var resumes = false

        public init(
            verify: Bool = true,
            serverName: String? = nil,
            caFile: String? = nil,
            wantsCertificates: Bool = false
        ) {
            self.verify = verify
            self.serverName = serverName
            self.caFile = caFile
            self.wantsCertificates = wantsCertificates
        }
    }
}
