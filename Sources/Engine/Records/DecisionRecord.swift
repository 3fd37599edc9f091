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
