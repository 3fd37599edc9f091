public import Engine
public import Transfer

/// Posts notifications in the format of Alertmanager's webhooks, version 4, so that whatever takes those takes ours;
/// signed, if wanted, so that it knows them for ours.
public struct WebhookReceiver: Receiver {
    public var name: String
    /// May carry credentials, in its userinfo, path or query: they are repeated nowhere.
    public var url: String
    /// A file whose trimmed content is sent as a bearer token; read for every attempt, so that it can be rotated.
    public var bearerTokenFile: String?
    /// A file with the secret that each body is signed with; read for every attempt.
    public var secretFile: String?
    /// Sent in this order after our own; their values are taken for secrets.
    public var headers: [(name: String, value: String)]
    /// Milliseconds for one attempt.
    public var deadline: Int
    /// PEM file of authorities in place of the system's.
    public var caFile: String?
    /// Where people reach this Defib: the start of every link in the payload.
    public var externalURL: String
    private let transport: any Transport
    private let clock: WallClock

    public init(
        name: String,
        url: String,
        bearerTokenFile: String? = nil,
        secretFile: String? = nil,
        headers: [(name: String, value: String)] = [],
        deadline: Int = 10_000,
        caFile: String? = nil,
        externalURL: String,
        transport: any Transport,
        clock: @escaping WallClock = systemClock
    ) {
        self.name = name
        self.url = url
        self.bearerTokenFile = bearerTokenFile
        self.secretFile = secretFile
        self.headers = headers
        self.deadline = deadline
        self.caFile = caFile
        self.externalURL = externalURL
        self.transport = transport
        self.clock = clock
    }

    public func deliver(_ notification: Notification) async -> DeliveryOutcome {
        var posting = Posting(
            url: url,
            headers: headers,
            body: WebhookPayload(notification, receiver: name, externalURL: externalURL).json,
            deadline: deadline,
            caFile: caFile,
            redaction: Redaction(url: url, secrets: headers.map(\.value)),
            transport: transport,
            clock: clock
        )
        do throws(TokenFile.Failure) {
            if let bearerTokenFile { try authorize(&posting, with: TokenFile.read(bearerTokenFile)) }
            if let secretFile { try sign(&posting, with: TokenFile.read(secretFile)) }
        } catch {
            return .failed(error.description, retryAfter: nil)
        }
        return await posting.run()
    }

    private func authorize(_ posting: inout Posting, with token: String) {
        posting.redaction.hide(token)
        posting.headers.append(("Authorization", "Bearer \(token)"))
    }

    private func sign(_ posting: inout Posting, with secret: String) {
        posting.redaction.hide(secret)
        let signature = Signature(of: posting.body, at: clock(), with: secret)
        posting.headers.append((Signature.header, signature.value))
    }
}
