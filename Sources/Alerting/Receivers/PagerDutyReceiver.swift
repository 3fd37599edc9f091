public import Engine
public import Transfer

/// PagerDuty's Events API, version 2 (developer.pagerduty.com/docs/events-api-v2/trigger-events): an incident triggers an alert
/// under its own key, later messages update that alert, and its end resolves it.
public struct PagerDutyReceiver: Receiver {
    public var name: String
    /// A file with an integration's routing key; read for every attempt.
    public var routingKeyFile: String
    /// Where events are taken: another in PagerDuty's European region.
    public var url: String
    /// Milliseconds for one attempt.
    public var deadline: Int
    public var caFile: String?
    public var externalURL: String
    private let transport: any Transport
    private let clock: WallClock

    public static let address = "https://events.pagerduty.com/v2/enqueue"

    public init(
        name: String,
        routingKeyFile: String,
        url: String = PagerDutyReceiver.address,
        deadline: Int = 10_000,
        caFile: String? = nil,
        externalURL: String,
        transport: any Transport,
        clock: @escaping WallClock = systemClock
    ) {
        self.name = name
        self.routingKeyFile = routingKeyFile
        self.url = url
        self.deadline = deadline
        self.caFile = caFile
        self.externalURL = externalURL
        self.transport = transport
        self.clock = clock
    }

    public func deliver(_ notification: Notification) async -> DeliveryOutcome {
        let key: String
        do throws(TokenFile.Failure) { key = try TokenFile.read(routingKeyFile) } catch {
            return .failed(error.description, retryAfter: nil)
        }
        let posting = Posting(
            url: url,
            body: PagerDutyEvent(notification, routingKey: key, externalURL: externalURL).json,
            deadline: deadline,
            caFile: caFile,
            redaction: Redaction(url: url, secrets: [key]),
            transport: transport,
            clock: clock
        )
        return await posting.run { response in
            // 202 is what it answers where it took the event; a 200 comes from something else that stands in its place.
            response.status == 202
                ? nil : .failed("answered \(response.status) rather than 202: not PagerDuty's answer", retryAfter: nil)
        }
    }
}
