public import Engine
public import Transfer

/// ntfy's publishing as JSON (docs.ntfy.sh/publish/#publish-as-json): a POST to the server's root that names the topic.
///
/// ntfy keeps no state of an alert: its end is a message of its own, and a repeated message is shown twice.
public struct NtfyReceiver: Receiver {
    public var name: String
    /// The server: `https://ntfy.sh`.
    public var url: String
    /// On a public server whoever knows it can read along, so that no error repeats it.
    public var topic: String
    public var tokenFile: String?
    /// Milliseconds for one attempt.
    public var deadline: Int
    public var caFile: String?
    public var externalURL: String
    private let transport: any Transport
    private let clock: WallClock

    public init(
        name: String,
        url: String,
        topic: String,
        tokenFile: String? = nil,
        deadline: Int = 10_000,
        caFile: String? = nil,
        externalURL: String,
        transport: any Transport,
        clock: @escaping WallClock = systemClock
    ) {
        self.name = name
        self.url = url
        self.topic = topic
        self.tokenFile = tokenFile
        self.deadline = deadline
        self.caFile = caFile
        self.externalURL = externalURL
        self.transport = transport
        self.clock = clock
    }

    public func deliver(_ notification: Notification) async -> DeliveryOutcome {
        var posting = Posting(
            url: url,
            body: NtfyMessage(notification, topic: topic, externalURL: externalURL).json,
            deadline: deadline,
            caFile: caFile,
            redaction: Redaction(url: url, secrets: [topic]),
            transport: transport,
            clock: clock
        )
        do throws(TokenFile.Failure) {
            if let tokenFile {
                let token = try TokenFile.read(tokenFile)
                posting.redaction.hide(token)
                posting.headers.append(("Authorization", "Bearer \(token)"))
            }
        } catch {
            return .failed(error.description, retryAfter: nil)
        }
        let redaction = posting.redaction
        return await posting.run { NtfyReceiver.verdict(on: $0, redaction) }
    }

    /// A published message comes back with its id; anything else is a page of something else, or an error.
    private static func verdict(on response: TransferResponse, _ redaction: Redaction) -> DeliveryOutcome? {
        guard Published(json: response.body) == nil else { return nil }
        let words = Delivery.words(of: response, redaction)
        return .failed("answered \(response.status), but not as ntfy does: \(words)", retryAfter: nil)
    }

    private struct Published: Decodable {
        var id: String
    }
}
