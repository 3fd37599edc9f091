/// What the engine wants kept. Records of one step are committed together, and before any effect of that step or a
/// later one is performed.
public enum Record: Hashable, Sendable {
    /// A probe was up for the first time since it was defined this way.
    case proof(ProofRecord)
    /// Replaces the incident's earlier record.
    case incident(IncidentRecord)
    /// Replaces the action's earlier record; the first one, `intended`, is the intent.
    case action(ActionRecord)
    /// Appended, never changed.
    case decision(DecisionRecord)
    /// Replaces the notification's earlier record.
    case notification(NotificationRecord)
    /// Replaces the pause state.
    case pause(PauseRecord)
}

public struct ProofRecord: Hashable, Sendable, Codable {
    public var vps: VPSID
    public var probe: String
    /// Valid for this definition only.
    public var fingerprint: UInt64
    public var at: Timestamp

    public init(vps: VPSID, probe: String, fingerprint: UInt64, at: Timestamp) {
        self.vps = vps
        self.probe = probe
        self.fingerprint = fingerprint
        self.at = at
    }
}

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

/// What was decided about one rung, and on what ground.
public struct DecisionRecord: Hashable, Sendable, Codable {
    public enum Verdict: String, Hashable, Sendable, Codable {
        case incidentOpened = "incident_opened"
        case act
        case refuse
        /// Every other gate passed, but the mode is observe.
        case wouldAct = "would_act"
        case handOver = "hand_over"
        case recovered
        case closed
        case note
    }

    /// Counts up from 1 in one journal.
    public var id: Int64
    public var incident: Int64?
    public var vps: VPSID?
    public var name: String
    public var at: Timestamp
    public var verdict: Verdict
    /// The rung it was about, where it was about one.
    public var action: String?
    /// One line for people.
    public var summary: String
    public var evidence: Evidence?

    public init(
        id: Int64,
        incident: Int64?,
        vps: VPSID?,
        name: String,
        at: Timestamp,
        verdict: Verdict,
        action: String?,
        summary: String,
        evidence: Evidence?
    ) {
        self.id = id
        self.incident = incident
        self.vps = vps
        self.name = name
        self.at = at
        self.verdict = verdict
        self.action = action
        self.summary = summary
        self.evidence = evidence
    }
}

public struct PauseRecord: Hashable, Sendable, Codable {
    public var isPaused: Bool
    public var by: String
    public var reason: String
    public var at: Timestamp

    public init(isPaused: Bool, by: String, reason: String, at: Timestamp) {
        self.isPaused = isPaused
        self.by = by
        self.reason = reason
        self.at = at
    }
}

/// What an earlier life of the daemon left in the journal: incidents, waits, budgets, proof and pauses come back,
/// observations do not.
public struct Recovered: Hashable, Sendable {
    /// Those not over, by id.
    public var incidents: [IncidentRecord]
    /// All open ones and those of the last 31 days, by id.
    public var actions: [ActionRecord]
    public var proofs: [ProofRecord]
    /// Not yet delivered everywhere, by id.
    public var notifications: [NotificationRecord]
    public var pause: PauseRecord?
    public var lastIncidentID: Int64
    public var lastActionID: Int64
    public var lastDecisionID: Int64
    public var lastNotificationID: Int64
    /// The latest time in any row: a wall clock that is behind it can't be trusted with windows and budgets.
    public var newestRow: Timestamp?

    public init(
        incidents: [IncidentRecord] = [],
        actions: [ActionRecord] = [],
        proofs: [ProofRecord] = [],
        notifications: [NotificationRecord] = [],
        pause: PauseRecord? = nil,
        lastIncidentID: Int64 = 0,
        lastActionID: Int64 = 0,
        lastDecisionID: Int64 = 0,
        lastNotificationID: Int64 = 0,
        newestRow: Timestamp? = nil
    ) {
        self.incidents = incidents
        self.actions = actions
        self.proofs = proofs
        self.notifications = notifications
        self.pause = pause
        self.lastIncidentID = lastIncidentID
        self.lastActionID = lastActionID
        self.lastDecisionID = lastDecisionID
        self.lastNotificationID = lastNotificationID
        self.newestRow = newestRow
    }
}
