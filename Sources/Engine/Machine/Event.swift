/// What happened, in the past tense: the only way anything reaches the engine.
public enum Event: Hashable, Sendable {
    // Probes and platform
    case observationArrived(Observation)
    /// One whole sweep of the account's listing; `startedAt` is when its first page was asked for.
    case platformListed([PlatformReading], startedAt: Timestamp)
    case platformListingFailed(ProviderFailure, startedAt: Timestamp)
    /// What the configuration makes of one listing of the account, at the pace of discovery.
    case fleetListed(FleetListing)
    /// The rich reads of one suspect, in answer to `inspect`.
    case inspectionArrived(request: Int64, vps: VPSID, Result<Inspection, ProviderFailure>)

    // Outcomes of effects
    case powerAnswered(action: Int64, PowerOutcome)
    case operationPolled(action: Int64, OperationReading)
    case execEnded(action: Int64, ExecOutcome)
    case deliveryEnded(notification: Int64, receiver: String, DeliveryOutcome)

    // Operator
    case operatorPaused(by: String, reason: String)
    case operatorResumed(by: String)
    case operatorClosedIncident(Int64, by: String)
    /// Asks for a power action by hand; it passes the same gates. `request` comes back in `reply`.
    case operatorRequestedPower(request: Int64, PowerAction, vps: VPSID, by: String, overrides: [GateOverride])
    /// Wants nothing done about these targets until then.
    case operatorSilenced(Rule.Match, until: Timestamp, by: String, reason: String)
    case operatorEndedSilence(Int64, by: String)
    /// Lets go of the latch that storms closed.
    /// A person knows of the incident: nobody is reminded of it any more.
    case operatorAcknowledged(incident: Int64, by: String, note: String)
    case operatorUnlatched(by: String, reason: String)
    /// A person's word on whether a rule was right to call an incident, open or over.
    case operatorJudged(IncidentRecord, wasRight: Bool, by: String)
    /// Trusts a rule again that was disarmed.
    case operatorTrusted(rule: String, by: String, reason: String)
    case policyReloaded(Policy, epoch: UInt32)

    // The watchdog itself
    case watchdogMeasured(WatchdogHealth)
    /// Something about Defib itself began to be wrong, or (line nil) is right again.
    case noticeChanged(key: String, line: String?)
    /// Nothing but time passed: a deadline is due.
    case deadlinePassed
}

/// An operator's word that one gate shall not refuse, with the reason that is journalled.
public struct GateOverride: Hashable, Sendable, Codable {
    public var gate: Gate
    public var reason: String

    public init(gate: Gate, reason: String) {
        self.gate = gate
        self.reason = reason
    }
}

/// How far the watchdog can trust itself, measured outside the engine.
public struct WatchdogHealth: Hashable, Sendable, Codable {
    /// How late the event loop came to its latest event.
    public var loopLag: TimeSpan
    /// How late probes start.
    public var scheduleLag: TimeSpan
    /// Observations dropped since the last measurement.
    public var droppedObservations: Int
    /// How far the wall clock has moved against the steady one since the last measurement.
    public var clockJump: TimeSpan
    /// Why the journal can't be written; nil while it can.
    public var journalFault: String?
    /// The file `PAUSED` is in the data directory.
    public var pauseFile: Bool

    public init(
        loopLag: TimeSpan = .zero,
        scheduleLag: TimeSpan = .zero,
        droppedObservations: Int = 0,
        clockJump: TimeSpan = .zero,
        journalFault: String? = nil,
        pauseFile: Bool = false
    ) {
        self.loopLag = loopLag
        self.scheduleLag = scheduleLag
        self.droppedObservations = droppedObservations
        self.clockJump = clockJump
        self.journalFault = journalFault
        self.pauseFile = pauseFile
    }
}

/// How one attempt to deliver a notification ended.
public enum DeliveryOutcome: Hashable, Sendable, Codable {
    case delivered
    /// Worth another attempt, not before `retryAfter` where the receiver named a time.
    case failed(String, retryAfter: TimeSpan?)
    /// The receiver will never take it.
    case refused(String)
}
