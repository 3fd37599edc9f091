/// Everything the engine decides by: the compiled configuration, less what only concerns the outside (credentials,
/// addresses to listen on, receivers' URLs).
public struct Policy: Hashable, Sendable, Codable {
    public var mode: Mode
    /// In the order of the configuration, which breaks every tie. In the engine's own copy the discovered ones follow.
    public var targets: [Target]
    /// Nil: only targets of the configuration are watched.
    public var discovery: DiscoveryPolicy?
    /// Probed to tell a dead fleet from a dead uplink; up if any answers.
    public var references: [ProbeDefinition]
    /// In file order: the first that matches a target and holds owns its incident.
    public var rules: [Rule]
    public var limits: FleetLimits
    /// Limits over the targets that share a label's value, in the order of the configuration.
    public var groups: [GroupLimits]
    /// When nothing is acted upon, by plan.
    public var windows: [MaintenanceWindow]
    public var bootGrace: BootGrace
    /// The pace of the platform's listing; `platform.*` is unknown once older than twice this.
    public var sweep: TimeSpan
    /// The account's API serves no action gates; their absence permits.
    public var assumeGates: Bool
    /// The account's API serves no `pendingTasks`; their absence means idle.
    public var assumeIdle: Bool
    /// Which notifications go where, in the order of the configuration.
    public var routes: [Route]
    /// What the outbox must know of receivers; one that is not listed has every default.
    public var receivers: [ReceiverPolicy]

    public init(
        mode: Mode = .observe,
        targets: [Target],
        discovery: DiscoveryPolicy? = nil,
        references: [ProbeDefinition] = [],
        rules: [Rule],
        limits: FleetLimits = FleetLimits(),
        groups: [GroupLimits] = [],
        windows: [MaintenanceWindow] = [],
        bootGrace: BootGrace = BootGrace(),
        sweep: TimeSpan = .seconds(60),
        assumeGates: Bool = false,
        assumeIdle: Bool = false,
        routes: [Route] = [],
        receivers: [ReceiverPolicy] = []
    ) {
        self.mode = mode
        self.targets = targets
        self.discovery = discovery
        self.references = references
        self.rules = rules
        self.limits = limits
        self.groups = groups
        self.windows = windows
        self.bootGrace = bootGrace
        self.sweep = sweep
        self.assumeGates = assumeGates
        self.assumeIdle = assumeIdle
        self.routes = routes
        self.receivers = receivers
    }
}

public struct FleetLimits: Hashable, Sendable, Codable {
    /// Power actions of the whole fleet; nil: no limit.
    public var fleet: Budget?
    /// Targets that may be under repair at once.
    public var inFlight: Int
    /// The share of targets unresponsive at once that makes a storm, 0 to 1.
    public var storm: Double

    public init(fleet: Budget? = Budget(count: 5, window: .hours(1)), inFlight: Int = 2, storm: Double = 0.3) {
        self.fleet = fleet
        self.inFlight = inFlight
        self.storm = storm
    }
}
