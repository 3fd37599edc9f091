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
