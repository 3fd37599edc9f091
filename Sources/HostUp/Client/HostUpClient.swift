import Engine
public import Transfer

/// HostUp's API, versions 1 and 2, for one account.
///
/// Its rule: what is unknown, absent, malformed or unrecognised never permits a power action. A power action is sent once
/// whatever comes back; only reads are tried again, once. The key never leaves the origin and stands in no text that
/// leaves this client.
public struct HostUpClient: Sendable {
    let transport: any Transport
    let origin: Origin
    let credential: Credential
    let time: any Timekeeper
    let gate: RateGate
    let settings: Settings

    public struct Settings: Sendable {
        public var userAgent: String
        /// PEM file of authorities in place of the system's.
        public var caFile: String?
        /// An egress proxy's URL, where the configuration names one.
        public var proxy: String?

        public init(userAgent: String = "defib", caFile: String? = nil, proxy: String? = nil) {
            self.userAgent = userAgent
            self.caFile = caFile
            self.proxy = proxy
        }
    }

    /// `gate` is shared by all clients of one credential; nil makes one.
    public init(
        transport: any Transport,
        origin: Origin = .hostUp,
        credential: Credential,
        time: any Timekeeper = SteadyTimekeeper(),
        gate: RateGate? = nil,
        settings: Settings = Settings()
    ) {
        self.transport = transport
        self.origin = origin
        self.credential = credential
        self.time = time
        self.gate = gate ?? RateGate(time: time)
        self.settings = settings
    }

    public var usage: ProviderUsage { gate.usage }
}

extension HostUpClient: CustomStringConvertible, CustomReflectable {
    public var description: String { "HostUpClient(\(origin))" }
    public var customMirror: Mirror { Mirror(self, children: ["origin": origin]) }
}
