/// What the on-call engineer is told: one message about one incident (or about Defib itself).
public struct Notification: Hashable, Sendable, Codable {
    public enum Status: String, Hashable, Sendable, Codable {
        case firing
        case resolved
    }

    public enum Kind: String, Hashable, Sendable, Codable {
        case incidentOpened = "incident_opened"
        case actionSent = "action_sent"
        case wouldAct = "would_act"
        case outcomeUnknown = "outcome_unknown"
        case handedOver = "handed_over"
        case recovered
        case page
        case notice
        /// Nobody has acknowledged what still needs a person.
        case reminder
        /// Many incidents in one message.
        case digest
    }

    /// Counts up from 1 in one journal; the order of delivery within one `key`.
    public var id: Int64
    /// Stable for one incident, so that a repeated or later message updates the same alert.
    public var key: String
    public var status: Status
    public var kind: Kind
    public var severity: String
    /// Nil for a notice about Defib itself.
    public var vps: VPSID?
    public var name: String
    public var labels: [Label]
    public var rule: String?
    public var incident: Int64?
    /// One line: what is down, since when and what was done.
    public var summary: String
    /// The rest, essentials first, in lines.
    public var description: String
    /// What both were worded from; nil in rows of earlier versions.
    public var briefing: Briefing?
    /// When the incident began.
    public var startsAt: Timestamp
    /// Set when resolved.
    public var endsAt: Timestamp?
    /// Those it tells of, in short, if it is a digest.
    public var members: [Notification]?
    /// Where the journal's chain of decisions stood when this attempt to deliver it left, `<decision>:<hash>`; the engine
    /// does not know it.
    public var chainHead: String?

    public init(
        id: Int64,
        key: String,
        status: Status,
        kind: Kind,
        severity: String,
        vps: VPSID?,
        name: String,
        labels: [Label] = [],
        rule: String? = nil,
        incident: Int64? = nil,
        summary: String,
        description: String,
        startsAt: Timestamp,
        endsAt: Timestamp? = nil
    ) {
        self.id = id
        self.key = key
        self.status = status
        self.kind = kind
        self.severity = severity
        self.vps = vps
        self.name = name
        self.labels = labels
        self.rule = rule
        self.incident = incident
        self.summary = summary
        self.description = description
        self.startsAt = startsAt
        self.endsAt = endsAt
    }

    /// Worded from its parts, the same for every receiver.
    public init(
        id: Int64,
        key: String,
        status: Status,
        kind: Kind,
        severity: String,
        vps: VPSID?,
        name: String,
        labels: [Label] = [],
        rule: String? = nil,
        incident: Int64? = nil,
        briefing: Briefing,
        startsAt: Timestamp,
        endsAt: Timestamp? = nil
    ) {
        self.init(
            id: id,
            key: key,
            status: status,
            kind: kind,
            severity: severity,
            vps: vps,
            name: name,
            labels: labels,
            rule: rule,
            incident: incident,
            summary: "",
            description: "",
            startsAt: startsAt,
            endsAt: endsAt
        )
        self.briefing = briefing
        summary = Headline(notification: self, briefing: briefing).text
        description = BodyText(notification: self, briefing: briefing).text
    }
}

/// One notification's way to one receiver, as the journal keeps it.
public struct NotificationRecord: Hashable, Sendable, Codable {
    public enum State: String, Hashable, Sendable, Codable {
        case pending
        case delivered
        /// The receiver refused it for good.
        case undeliverable
    }

    public var notification: Notification
    public var receiver: String
    public var state: State
    public var attempts: Int
    /// Why the latest attempt failed, bounded, without secrets.
    public var lastError: String?
    /// The key of the digest that it is told in, if it is not told alone.
    public var digest: String?

    public init(
        notification: Notification,
        receiver: String,
        state: State = .pending,
        attempts: Int = 0,
        lastError: String? = nil
    ) {
        self.notification = notification
        self.receiver = receiver
        self.state = state
        self.attempts = attempts
        self.lastError = lastError
    }
}
