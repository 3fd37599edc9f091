/// Everything the rich endpoints say about one suspect, read together just before an action: the ground of the gates
/// `platform`, `maintenance` and `capability`.
///
/// Each part keeps apart what was said, what was not said and what could not be understood; only the first can permit.
public struct Inspection: Hashable, Sendable, Codable {
    /// When the first of the reads was sent; its age counts from here.
    public var startedAt: Timestamp
    /// The ids the bodies named; every one that is present must be the target's.
    public var ids: [String]
    /// Every `powerState` that was present, in the order read. All must be `running` for a restart or reset.
    public var powerStates: [PowerState]
    public var serviceStatus: ServiceStatus?
    public var uptimeSeconds: Int64?
    public var primaryIP: String?
    public var pendingTasks: PendingTasks
    public var maintenance: MaintenanceReading
    /// The gate of each action that any body carried, under the provider's names (`canReset`), in the order read.
    public var gates: [ActionGate]
    /// The ids the provider's support asks for, one an answer, in the order read.
    public var requestIDs: [String]

    public init(
        startedAt: Timestamp,
        ids: [String] = [],
        powerStates: [PowerState] = [],
        serviceStatus: ServiceStatus? = nil,
        uptimeSeconds: Int64? = nil,
        primaryIP: String? = nil,
        pendingTasks: PendingTasks = .absent,
        maintenance: MaintenanceReading = .undecodable("not read"),
        gates: [ActionGate] = [],
        requestIDs: [String] = []
    ) {
        self.startedAt = startedAt
        self.ids = ids
        self.powerStates = powerStates
        self.serviceStatus = serviceStatus
        self.uptimeSeconds = uptimeSeconds
        self.primaryIP = primaryIP
        self.pendingTasks = pendingTasks
        self.maintenance = maintenance
        self.gates = gates
        self.requestIDs = requestIDs
    }
}

public enum PendingTasks: Hashable, Sendable, Codable {
    /// `[]` or `0`.
    case idle
    /// Absent or null: denies unless the operator set `assume_idle`.
    case absent
    /// Anything else; its JSON text, bounded.
    case busy(String)
}

public enum MaintenanceReading: Hashable, Sendable, Codable {
    case none
    /// Pending changes an action might apply, as the provider words them.
    case pending([String])
    case undecodable(String)
}

/// One `actions.can…` entry of the provider's.
public struct ActionGate: Hashable, Sendable, Codable {
    public enum Verdict: Hashable, Sendable, Codable {
        case allowed
        /// `false`, or an object whose `allowed` is false; with the provider's reason where it gave one.
        case denied(String)
        /// Another type than documented: it denies.
        case undecodable(String)
    }

    /// `canStart canStop canShutdown canRestart canReset`.
    public var name: String
    /// The endpoint that carried it.
    public var source: String
    public var verdict: Verdict

    public init(name: String, source: String, verdict: Verdict) {
        self.name = name
        self.source = source
        self.verdict = verdict
    }
}
