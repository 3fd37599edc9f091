public import Exposition

/// What the web side asks of the daemon. Every call answers from what is at hand: none waits for a target or the
/// provider, `power` apart, which answers when the gates have decided.
public protocol DaemonFacade: Sendable {
    func metrics(_ format: ExpositionFormat) async -> Parts
    /// Bad when a restart of the process would help: its loop stands still.
    func health() async -> ServiceCondition
    /// Good once configuration, journal and listener are up and probes are scheduled.
    func readiness() async -> ServiceCondition

    func status() async throws(FacadeFailure) -> StatusView
    /// In the order of the configuration.
    func targets() async throws(FacadeFailure) -> Views<TargetView>
    /// At most so many, those first that most need a person (``EngineView/TargetCondition/worstFirst``); of one state in the
    /// order of the configuration.
    func worstTargets(_ limit: Int) async throws(FacadeFailure) -> [TargetView]
    /// Those with a known address, in the order of the configuration.
    func discoveryGroups() async throws(FacadeFailure) -> Views<DiscoveryGroup>
    /// All open, and the last 100 of the others; newest first.
    func incidents() async throws(FacadeFailure) -> [IncidentView]
    /// The last `limit`, newest first.
    func decisions(limit: Int) async throws(FacadeFailure) -> [DecisionView]
    /// Those in force, by id.
    func silences() async throws(FacadeFailure) -> [SilenceView]
    /// In the order of the configuration.
    func rules() async throws(FacadeFailure) -> [RuleView]

    /// Reads the configuration anew; a bad one changes nothing.
    func reload() async -> ReloadReply
    func pause(_ request: PauseRequest) async throws(FacadeFailure) -> StatusView
    func resume(_ request: ResumeRequest) async throws(FacadeFailure) -> StatusView
    func close(_ request: CloseRequest) async throws(FacadeFailure) -> IncidentView
    func acknowledge(_ request: AcknowledgeRequest) async throws(FacadeFailure) -> IncidentView
    func power(_ request: PowerRequest) async throws(FacadeFailure) -> PowerReply
    func silence(_ request: SilenceRequest) async throws(FacadeFailure) -> SilenceView
    func endSilence(_ request: EndSilenceRequest) async throws(FacadeFailure) -> SilenceView
    func unlatch(_ request: UnlatchRequest) async throws(FacadeFailure) -> StatusView
    func judge(_ request: JudgeRequest) async throws(FacadeFailure) -> IncidentView
    func trust(_ request: TrustRequest) async throws(FacadeFailure) -> RuleView
}

public enum ServiceCondition: Hashable, Sendable {
    case good
    /// One line for people.
    case bad(String)
}

/// Why the daemon can't answer, in one line for people.
public enum FacadeFailure: Error, Hashable, Sendable {
    /// No such incident, no such target.
    case notFound(String)
    /// It is there, but not in a state for this.
    case conflict(String)
    /// Not now: the journal can't be read, the daemon is ending.
    case unavailable(String)
}
