/// From confirmed unresponsiveness to recovery or an operator's close.
public struct IncidentRecord: Hashable, Sendable, Codable {
    public enum State: String, Hashable, Sendable, Codable {
        case open
        /// Still open, without further action; `resolved` is still sent on recovery.
        case handedOver = "handed_over"
        case recovered
        case closed

        public var isOver: Bool {
            switch self {
            case .open, .handedOver: false
            case .recovered, .closed: true
            }
        }
    }

    public struct Judgement: Hashable, Sendable, Codable {
        public var wasRight: Bool
        public var by: String
        public var at: Timestamp

        public init(wasRight: Bool, by: String, at: Timestamp) {
            self.wasRight = wasRight
            self.by = by
            self.at = at
        }
    }

    /// That a person knows of it.
    public struct Acknowledgement: Hashable, Sendable, Codable {
        public var by: String
        public var at: Timestamp
        public var note: String

        public init(by: String, at: Timestamp, note: String) {
            self.by = by
            self.at = at
            self.note = note
        }
    }

    /// Counts up from 1 in one journal.
    public var id: Int64
    public var vps: VPSID
    /// The target's name when it opened.
    public var name: String
    public var rule: String
    public var state: State
    /// The first observation that failed on the way to it.
    public var firstFailureAt: Timestamp
    public var openedAt: Timestamp
    public var endedAt: Timestamp?
    /// Index into the ladder of the rung that is next or under way.
    public var rung: Int
    /// How often that rung was taken.
    public var attemptsOfRung: Int
    /// Until when nothing further is done, after an action; nil outside a wait.
    public var waitUntil: Timestamp?
    /// When the first refusal of the current rung came; patience counts from it.
    public var refusedSince: Timestamp?
    /// Why it was handed over or how it ended, for people.
    public var conclusion: String?
    /// The rung that cured it, where one did: `restart`.
    public var curedBy: String?
    /// Where the fault lay when it opened.
    public var diagnosis: Diagnosis?
    /// The rule as it was when it opened: what the incident goes on by, whatever becomes of the rule of that name.
    public var wording: Rule?
    /// Of the rule's text when it opened: scores belong to one wording of a rule.
    public var ruleFingerprint: UInt64?
    /// The mode forbade every action: it counts for the score of a rule that observes.
    public var isShadow: Bool?
    /// How long the ladder would have waited before its first power action.
    public var graceOfLadder: TimeSpan?
    /// When a person was last asked for; nil: not yet.
    public var pagedAt: Timestamp?
    public var acknowledgement: Acknowledgement?
    /// A person's word on whether the rule was right to call it.
    public var judgement: Judgement?

    public init(id: Int64, vps: VPSID, name: String, rule: String, firstFailureAt: Timestamp, openedAt: Timestamp) {
        self.id = id
        self.vps = vps
        self.name = name
        self.rule = rule
        self.firstFailureAt = firstFailureAt
        self.openedAt = openedAt
        state = .open
        rung = 0
        attemptsOfRung = 0
    }
}
