/// The evidence of one power action: raw and complete, so that anyone can judge it again from this alone, years later.
///
/// Times are the steady clock's; what was measured is kept as it was, not as the gates read it.
public struct EvidenceBundle: Hashable, Sendable, Codable {
    /// The decision's number, counting up in one journal.
    public var sequence: Int64
    public var at: Timestamp
    public var action: Int64
    public var power: PowerAction
    public var vps: VPSID
    /// Nil for an action by hand outside any incident.
    public var incident: Int64?
    /// The first observation that failed on the way to it; for an action by hand, when it was asked for.
    public var firstFailureAt: Timestamp
    public var target: TargetEvidence
    public var rule: RuleEvidence
    public var mode: ModeEvidence
    public var confirmation: ConfirmationEvidence
    /// One for each probe of the target, in the order of the configuration.
    public var probes: [ProbeEvidence]
    public var platform: PlatformEvidence
    /// Where the fault lay by all this, and why.
    public var diagnosis: Diagnosis
    public var diagnosisReasons: [String]
    /// When each kind of sign of life was last seen from an own address, in the order of kinds.
    public var signs: [SignEvidence]
    public var history: HistoryEvidence
    public var fleet: FleetEvidence
    public var health: HealthEvidence
    public var calm: CalmEvidence
    public var boot: BootEvidence
    /// The provider's own words, read just before.
    public var inspection: Inspection
    public var assumeGates: Bool
    public var assumeIdle: Bool
    /// What each gate made of all this, in the gates' order.
    public var gates: [GateResult]
    /// Gates an operator overrode, with the reason; empty but for an action by hand.
    public var overrides: [GateOverride]
    public var operatorName: String?

    public init(
        sequence: Int64,
        at: Timestamp,
        action: Int64,
        power: PowerAction,
        vps: VPSID,
        incident: Int64?,
        firstFailureAt: Timestamp,
        target: TargetEvidence,
        rule: RuleEvidence,
        mode: ModeEvidence,
        confirmation: ConfirmationEvidence,
        probes: [ProbeEvidence],
        platform: PlatformEvidence,
        diagnosis: Diagnosis,
        diagnosisReasons: [String],
        signs: [SignEvidence],
        history: HistoryEvidence,
        fleet: FleetEvidence,
        health: HealthEvidence,
        calm: CalmEvidence,
        boot: BootEvidence,
        inspection: Inspection,
        assumeGates: Bool,
        assumeIdle: Bool,
        gates: [GateResult],
        overrides: [GateOverride] = [],
        operatorName: String? = nil
    ) {
        self.sequence = sequence
        self.at = at
        self.action = action
        self.power = power
        self.vps = vps
        self.incident = incident
        self.firstFailureAt = firstFailureAt
        self.target = target
        self.rule = rule
        self.mode = mode
        self.confirmation = confirmation
        self.probes = probes
        self.platform = platform
        self.diagnosis = diagnosis
        self.diagnosisReasons = diagnosisReasons
        self.signs = signs
        self.history = history
        self.fleet = fleet
        self.health = health
        self.calm = calm
        self.boot = boot
        self.inspection = inspection
        self.assumeGates = assumeGates
        self.assumeIdle = assumeIdle
        self.gates = gates
        self.overrides = overrides
        self.operatorName = operatorName
    }
}
