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
}
