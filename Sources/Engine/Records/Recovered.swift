/// What an earlier life of the daemon left in the journal: incidents, waits, budgets, proof and pauses come back,
/// observations do not.
public struct Recovered: Hashable, Sendable, Codable {
    /// How far back actions come back; no budget's window is longer.
    public static let actionsBack = TimeSpan.hours(31 * 24)
    /// How far back incidents that are over come back.
    public static let incidentsBack = TimeSpan.hours(24)
    /// Boots of one VPS.
    public static let bootsKept = 32

    /// Those not over, by id.
    public var incidents: [IncidentRecord]
    /// All open ones and those of the last 31 days, by id.
    public var actions: [ActionRecord]
    public var proofs: [ProofRecord]
    /// Not yet delivered everywhere, by id.
    public var notifications: [NotificationRecord]
    /// The last that each open incident was told with to each receiver, by id.
    public var told: [NotificationRecord]
    public var pause: PauseRecord?
    /// Those not over, by id.
    public var silences: [SilenceRecord]
    public var latch: LatchRecord?
    /// The last of each VPS, `boots` at most, oldest first.
    public var boots: [BootRecord]
    /// Of rules that are disarmed.
    public var trust: [TrustRecord]
    /// VPSs that were found in the account's listing and not retired since.
    public var discoveries: [DiscoveryRecord]
    /// Those of the last day that are over, by id: what flapping is told by.
    public var endedIncidents: [IncidentRecord]
    public var lastIncidentID: Int64
    public var lastActionID: Int64
    public var lastDecisionID: Int64
    public var lastNotificationID: Int64
    public var lastSilenceID: Int64
    /// The latest time in any row: a wall clock that is behind it can't be trusted with windows and budgets.
    public var newestRow: Timestamp?

    public init(
        incidents: [IncidentRecord] = [],
        actions: [ActionRecord] = [],
        proofs: [ProofRecord] = [],
        notifications: [NotificationRecord] = [],
        told: [NotificationRecord] = [],
        pause: PauseRecord? = nil,
        silences: [SilenceRecord] = [],
        latch: LatchRecord? = nil,
        boots: [BootRecord] = [],
        trust: [TrustRecord] = [],
        discoveries: [DiscoveryRecord] = [],
        endedIncidents: [IncidentRecord] = [],
        lastIncidentID: Int64 = 0,
        lastActionID: Int64 = 0,
        lastDecisionID: Int64 = 0,
        lastNotificationID: Int64 = 0,
        lastSilenceID: Int64 = 0,
        newestRow: Timestamp? = nil
    ) {
        self.incidents = incidents
        self.actions = actions
        self.proofs = proofs
        self.notifications = notifications
        self.told = told
        self.pause = pause
        self.silences = silences
        self.latch = latch
        self.boots = boots
        self.trust = trust
        self.discoveries = discoveries
        self.endedIncidents = endedIncidents
        self.lastIncidentID = lastIncidentID
        self.lastActionID = lastActionID
        self.lastDecisionID = lastDecisionID
        self.lastNotificationID = lastNotificationID
        self.lastSilenceID = lastSilenceID
        self.newestRow = newestRow
    }
}
