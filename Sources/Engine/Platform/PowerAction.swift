/// The provider's power actions.
public enum PowerAction: String, Hashable, Sendable, Codable, CaseIterable {
    /// Power on a stopped VPS.
    case start
    /// Normal graceful power-off.
    case shutdown
    /// Forced power-off.
    case stop
    /// Graceful guest reboot.
    case restart
    /// Hard reboot, for an unresponsive guest only.
    case reset

    /// The provider's gate for it.
    public var gateName: String {
        switch self {
        case .start: "canStart"
        case .shutdown: "canShutdown"
        case .stop: "canStop"
        case .restart: "canRestart"
        case .reset: "canReset"
        }
    }
}

/// The provider's asynchronous job behind an accepted action.
public struct Operation: Hashable, Sendable, Codable {
    public var jobID: String
    /// A path below the API's origin that was checked to start with `/api/jobs/`; nil where the answer named no usable one.
    public var pollPath: String?

    public init(jobID: String, pollPath: String?) {
        self.jobID = jobID
        self.pollPath = pollPath
    }
}

/// How sending a power action ended.
public enum PowerOutcome: Hashable, Sendable, Codable {
    /// A 2xx: the provider took it.
    case accepted(Operation?, requestID: String?)
    /// An answer that shows it was not taken (4xx).
    case rejected(ProviderFailure)
    /// It may have been taken: a lost answer, a 5xx, a 2xx that can't be understood. Counts as sent; never repeated.
    case unknown(ProviderFailure)
}

/// What a poll says of an operation.
public enum OperationReading: Hashable, Sendable, Codable {
    case underway(String)
    case completed
    case failed(String)
    /// Contradictory, gone, forbidden or unreadable: to be confirmed by status and probes, never by sending again.
    case indeterminate(String)
}

/// How running a command in the guest through its agent ended.
public enum ExecOutcome: Hashable, Sendable, Codable {
    /// `exitCode` nil: the agent said it exited but not how, which is not success. Outputs are bounded.
    case exited(exitCode: Int?, output: String)
    /// The agent is not answering, by the provider's word.
    case unavailable(String)
    /// The provider or agent refused the command.
    case rejected(ProviderFailure)
    /// It may have run, or be running still.
    case unknown(String)
}
