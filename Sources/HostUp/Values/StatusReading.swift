public import Engine

/// The live state of one VPS. Every field is optional in the provider's answer.
///
/// What the hypervisor counts says little of the guest: a hung one is `running`, its uptime may go on through a reset,
/// and only a *fall* of the uptime proves a boot.
public struct StatusReading: Hashable, Sendable {
    /// As the body named it; nil where it named none.
    public var id: String?
    public var powerState: PowerState?
    public var uptimeSeconds: Int64?
    public var pendingTasks: PendingTasks
    public var cpuUsagePercent: Double?
    public var memoryUsagePercent: Double?
    public var requestID: String?

    public init(
        id: String?,
        powerState: PowerState?,
        uptimeSeconds: Int64?,
        pendingTasks: PendingTasks,
        cpuUsagePercent: Double? = nil,
        memoryUsagePercent: Double? = nil,
        requestID: String? = nil
    ) {
        self.id = id
        self.powerState = powerState
        self.uptimeSeconds = uptimeSeconds
        self.pendingTasks = pendingTasks
        self.cpuUsagePercent = cpuUsagePercent
        self.memoryUsagePercent = memoryUsagePercent
        self.requestID = requestID
    }
}
