/// One action, from intent to outcome.
public struct ActionRecord: Hashable, Sendable, Codable {
    public enum State: String, Hashable, Sendable, Codable {
        /// Durable, and perhaps sent: after a crash it counts as sent, with an unknown outcome.
        case intended
        case accepted
        /// The provider shows it was not taken.
        case rejected
        /// It may have been taken.
        case outcomeUnknown = "outcome_unknown"
        case completed
        case failed
        /// Its outcome was unknown, and evidence showed that it changed nothing.
        case ineffective

        /// Whether the provider may still be at work on it, for all we know.
        public var isOpen: Bool {
            switch self {
            case .intended, .accepted, .outcomeUnknown: true
            case .rejected, .completed, .failed, .ineffective: false
            }
        }
    }

    /// Counts up from 1 in one journal.
    public var id: Int64
    /// Nil for an operator's own.
    public var incident: Int64?
    public var vps: VPSID
    public var name: String
    /// `restart`, `reset`, `start`, `exec`…
    public var action: String
    public var state: State
    public var intendedAt: Timestamp
    /// When the answer came.
    public var answeredAt: Timestamp?
    /// When the operation was seen to end.
    public var endedAt: Timestamp?
    public var operation: Operation?
    /// When the guest was seen to have been power-cycled, and by what: its uptime fell, its boot id is another, signs of life
    /// came back after a silence. Nil proves nothing.
    public var cycledAt: Timestamp?
    public var cycledBy: String?
    /// The first sign of life after that.
    public var bootedAt: Timestamp?
    /// When the rule's recovery condition began to hold.
    public var servingAt: Timestamp?
    /// The provider's request id, which its support asks for.
    public var requestID: String?
    /// The failure, refusal or output, bounded.
    public var detail: String?
    /// Who asked: `rule web-hung`, or an operator's name with the reason.
    public var origin: String

    public init(
        id: Int64,
        incident: Int64?,
        vps: VPSID,
        name: String,
        action: String,
        intendedAt: Timestamp,
        origin: String
    ) {
        self.id = id
        self.incident = incident
        self.vps = vps
        self.name = name
        self.action = action
        self.intendedAt = intendedAt
        self.origin = origin
        state = .intended
    }
}

extension ActionRecord {
    static func origin(rule: String) -> String { "rule \(rule)" }

    static func origin(operator name: String, _ reasons: [String]) -> String {
        (["operator \(name)"] + reasons).joined(separator: "; ")
    }

    /// A rung of its incident's ladder, rather than an operator's own action in the midst of it.
    public var isRung: Bool { origin.hasPrefix("rule ") }
}
