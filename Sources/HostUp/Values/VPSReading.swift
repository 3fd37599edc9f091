public import Engine

/// What the provider says of one VPS, for people to read.
public struct VPSReading: Hashable, Sendable {
    /// As the body named it.
    public var id: String?
    public var name: String?
    public var primaryIP: String?
    public var serviceStatus: ServiceStatus?
    public var powerState: PowerState?
    public var operatingSystem: String?
    public var gates: [ActionGate]
    public var requestID: String?

    public init(
        id: String?,
        name: String?,
        primaryIP: String?,
        serviceStatus: ServiceStatus?,
        powerState: PowerState?,
        operatingSystem: String?,
        gates: [ActionGate],
        requestID: String?
    ) {
        self.id = id
        self.name = name
        self.primaryIP = primaryIP
        self.serviceStatus = serviceStatus
        self.powerState = powerState
        self.operatingSystem = operatingSystem
        self.gates = gates
        self.requestID = requestID
    }
}
