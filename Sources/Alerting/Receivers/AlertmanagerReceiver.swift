public import Engine
public import Transfer

/// Alertmanager's API, version 2 (github.com/prometheus/alertmanager, api/v2/openapi.yaml): `POST /api/v2/alerts`.
///
/// An alert is its labels there, so that those stay the same over an incident's life: severity and kind are annotations. One that
/// fires is sent again while it does and ends by itself a few intervals after the last time, so that nothing fires for ever when
/// Defib is gone.
public struct AlertmanagerReceiver: Receiver {
    public var name: String
    /// Its address, with a path where it has one of its own: `http://127.0.0.1:9093`.
    public var url: String
    public var bearerTokenFile: String?
    /// Added to every alert, over those of its target: what Alertmanager's routes match.
    public var labels: [Label]
    /// How often the outbox hands over again what fires: an alert outlives a few of these.
    public var resendInterval: TimeSpan
    /// Milliseconds for one attempt.
    public var deadline: Int
    public var caFile: String?
    public var externalURL: String
    private let transport: any Transport
    private let clock: WallClock

    /// So many repetitions may be lost before an alert ends that still fires.
    static let intervalsToLive: Int64 = 4

    public init(
        name: String,
        url: String,
        bearerTokenFile: String? = nil,
        labels: [Label] = [],
        resendInterval: TimeSpan = .minutes(1),
        deadline: Int = 10_000,
        caFile: String? = nil,
        externalURL: String,
        transport: any Transport,
        clock: @escaping WallClock = systemClock
    ) {
        self.name = name
        self.url = url
        self.bearerTokenFile = bearerTokenFile
        self.labels = labels
        self.resendInterval = resendInterval
        self.deadline = deadline
        self.caFile = caFile
        self.externalURL = externalURL
        self.transport = transport
        self.clock = clock
    }

    public func deliver(_ notification: Notification) async -> DeliveryOutcome {
        let base = url.hasSuffix("/") ? String(url.dropLast()) : url
        var posting = Posting(
            url: base + "/api/v2/alerts",
            body: [alert(for: notification)].json,
            deadline: deadline,
            caFile: caFile,
            redaction: Redaction(url: url, secrets: []),
            transport: transport,
            clock: clock
        )
        do throws(TokenFile.Failure) {
            if let bearerTokenFile {
                let token = try TokenFile.read(bearerTokenFile)
                posting.redaction.hide(token)
                posting.headers.append(("Authorization", "Bearer \(token)"))
            }
        } catch {
            return .failed(error.description, retryAfter: nil)
        }
        return await posting.run()
    }

    private func alert(for notification: Notification) -> PostableAlert {
        var annotations = AlertLabels.annotations(of: notification)
        annotations["severity"] = notification.severity
        annotations["kind"] = notification.kind.rawValue
        return PostableAlert(
            labels: allLabels(of: notification),
            annotations: annotations,
            startsAt: notification.startsAt.description,
            endsAt: end(of: notification).description,
            generatorURL: notification.link(from: externalURL)
        )
    }

    private func end(of notification: Notification) -> Timestamp {
        switch notification.status {
        case .firing: clock() + resendInterval * AlertmanagerReceiver.intervalsToLive
        case .resolved: notification.endsAt ?? clock()
        }
    }

    /// Alertmanager refuses names beyond letters, digits and underscores, and drops empty values.
    private func allLabels(of notification: Notification) -> [String: String] {
        var all: [String: String] = [:]
        for (name, value) in AlertLabels.identity(of: notification) {
            all[AlertmanagerReceiver.sanitized(name)] = value
        }
        for label in labels { all[AlertmanagerReceiver.sanitized(label.name)] = label.value }
        return all
    }

    private static func sanitized(_ name: String) -> String {
        let words = name.unicodeScalars.map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)) ? String(scalar) : "_"
        }
        let text = words.joined()
        return text.first?.isNumber == true ? "_" + text : text
    }
}

/// One alert as it is posted.
private struct PostableAlert: Encodable {
    var labels: [String: String]
    var annotations: [String: String]
    var startsAt: String
    var endsAt: String
    var generatorURL: String
}
