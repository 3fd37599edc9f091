public import Engine
public import Transfer

/// Slack's incoming webhooks (api.slack.com/messaging/webhooks), and what takes the same, such as Mattermost.
///
/// A webhook's URL is its credential, and so it is read from a file. Slack knows no key by which a repeated message would be
/// recognised: one whose answer was lost is shown twice.
public struct SlackReceiver: Receiver {
    public var name: String
    /// A file with the webhook's URL; read for every attempt.
    public var urlFile: String
    /// Milliseconds for one attempt.
    public var deadline: Int
    public var caFile: String?
    public var externalURL: String
    private let transport: any Transport
    private let clock: WallClock

    public init(
        name: String,
        urlFile: String,
        deadline: Int = 10_000,
        caFile: String? = nil,
        externalURL: String,
        transport: any Transport,
        clock: @escaping WallClock = systemClock
    ) {
        self.name = name
        self.urlFile = urlFile
        self.deadline = deadline
        self.caFile = caFile
        self.externalURL = externalURL
        self.transport = transport
        self.clock = clock
    }

    public func deliver(_ notification: Notification) async -> DeliveryOutcome {
        let url: String
        do throws(TokenFile.Failure) { url = try TokenFile.read(urlFile) } catch {
            return .failed(error.description, retryAfter: nil)
        }
        if let fault = SlackReceiver.fault(of: url, in: urlFile) { return .failed(fault, retryAfter: nil) }
        let redaction = Redaction(url: url, secrets: [])
        let posting = Posting(
            url: url,
            body: SlackMessage(notification, externalURL: externalURL).json,
            deadline: deadline,
            caFile: caFile,
            redaction: redaction,
            transport: transport,
            clock: clock
        )
        return await posting.run { SlackReceiver.verdict(on: $0, redaction) }
    }

    /// What is wrong with the file's URL, without a byte of it. It must not cross a network in the clear: it is the credential.
    private static func fault(of url: String, in file: String) -> String? {
        if url.hasPrefix("https://") { return nil }
        let isLocal = ["http://127.0.0.1", "http://[::1]", "http://localhost"].contains { prefix in
            url.hasPrefix(prefix) && "/:".contains(url.dropFirst(prefix.count).first ?? "/")
        }
        return isLocal ? nil : "the URL in \(file) does not begin with https://"
    }

    /// Slack answers `ok`, and names its complaint otherwise, with a 200 as well.
    private static func verdict(on response: TransferResponse, _ redaction: Redaction) -> DeliveryOutcome {
        let words = Delivery.words(of: response, redaction)
        let answer = words.split(separator: " ").joined(separator: " ")
        if answer == "ok" { return .delivered }
        let line = "answered \(response.status), but said '\(answer)'"
        return lastingComplaints.contains(answer) ? .refused(line) : .failed(line, retryAfter: nil)
    }

    /// Sending the same again would bring the same answer.
    private static let lastingComplaints: Set<String> = [
        "invalid_payload", "no_text", "too_many_attachments", "action_prohibited", "channel_not_found",
        "channel_is_archived", "user_not_found", "no_service", "no_team", "team_disabled", "invalid_token",
        "posting_to_general_channel_denied",
    ]
}
