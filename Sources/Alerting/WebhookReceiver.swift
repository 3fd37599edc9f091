public import Engine
public import Transfer

/// Posts notifications in the format of Alertmanager's webhooks, version 4, so that whatever takes those takes ours.
public struct WebhookReceiver: Receiver {
    public var name: String
    /// May carry credentials, in its userinfo, path or query: they are repeated nowhere.
    public var url: String
    /// A file whose trimmed content is sent as a bearer token; read for every attempt, so that it can be rotated.
    public var bearerTokenFile: String?
    /// Sent in this order after our own; their values are taken for secrets.
    public var headers: [(name: String, value: String)]
    /// Milliseconds for one attempt.
    public var deadline: Int
    /// PEM file of authorities in place of the system's.
    public var caFile: String?
    /// Where people reach this Defib: the start of every link in the payload.
    public var externalURL: String
    private let transport: any Transport

    public init(
        name: String,
        url: String,
        bearerTokenFile: String? = nil,
        headers: [(name: String, value: String)] = [],
        deadline: Int = 10_000,
        caFile: String? = nil,
        externalURL: String,
        transport: any Transport
    ) {
        self.name = name
        self.url = url
        self.bearerTokenFile = bearerTokenFile
        self.headers = headers
        self.deadline = deadline
        self.caFile = caFile
        self.externalURL = externalURL
        self.transport = transport
    }

    public func deliver(_ notification: Notification) async -> DeliveryOutcome {
        var redaction = Redaction(url: url, secrets: headers.map(\.value))
        var request = request(for: notification)
        do {
            if let bearerTokenFile {
                let token = try TokenFile.read(bearerTokenFile)
                redaction.hide(token)
                request.headers.append(("Authorization", "Bearer \(token)"))
            }
            return Delivery.outcome(of: try await transport.perform(request), redaction)
        } catch let error as TransferError {
            return Delivery.outcome(of: error, redaction)
        } catch let error as TokenFile.Failure {
            return .failed(error.description, retryAfter: nil)
        } catch {
            return .failed(redaction.line("\(error)"), retryAfter: nil)
        }
    }

    private func request(for notification: Notification) -> TransferRequest {
        let payload = WebhookPayload(notification, receiver: name, externalURL: externalURL)
        return TransferRequest(
            url: url,
            method: "POST",
            headers: [("Content-Type", "application/json"), ("User-Agent", "defib")] + headers,
            body: payload.json,
            deadline: deadline,
            maxBodyBytes: 64 << 10,
            connection: .reuse,
            tls: TransferRequest.TLSOptions(caFile: caFile)
        )
    }
}
