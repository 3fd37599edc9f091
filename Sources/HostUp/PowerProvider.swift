public import Engine

/// A provider of VPSs, as far as Defib needs one: what it says of them, and the power button.
///
/// Failures are values: an API that does not answer is an ordinary day. Every call ends within the time it was given,
/// the wait for the account's rate limit included. To support another provider, conform to this and nothing else.
public protocol PowerProvider: Sendable {
    /// All VPSs of the account, with the power state of each: one call serves a hundred.
    func list(within limit: TimeSpan) async -> Result<Listing, ProviderFailure>

    /// Everything that the gates of a power action stand on, read now. The actions in `wanting` say whose gates are
    /// worth another request where the usual answers lack them.
    func inspect(
        _ vps: VPSID,
        wanting: [PowerAction],
        within limit: TimeSpan
    ) async -> Result<Inspection, ProviderFailure>

    /// The live state alone: what reconciles an action whose outcome is not known.
    func status(of vps: VPSID, within limit: TimeSpan) async -> Result<StatusReading, ProviderFailure>

    /// Sends a power action once; it is never repeated, whatever comes back.
    func send(_ action: PowerAction, to vps: VPSID, within limit: TimeSpan) async -> PowerOutcome

    /// Asks once how an accepted operation stands.
    func poll(_ operation: Operation, within limit: TimeSpan) async -> OperationReading

    /// Runs a command in the guest through its agent, and waits for its end. With a `vmid` it goes through v1 of the
    /// API, without one through v2; neither number is ever derived from the other.
    func exec(_ command: String, in vps: VPSID, vmid: Int?, within limit: TimeSpan) async -> ExecOutcome

    /// Whether the guest's agent answers now.
    func agent(of vps: VPSID, within limit: TimeSpan) async -> Result<AgentReading, ProviderFailure>

    func metrics(
        of vps: VPSID,
        over timeframe: Timeframe,
        within limit: TimeSpan
    ) async -> Result<MetricsReading, ProviderFailure>
}

extension PowerProvider {
    /// Wants the gates of every action a ladder can hold.
    public func inspect(_ vps: VPSID, within limit: TimeSpan) async -> Result<Inspection, ProviderFailure> {
        await inspect(vps, wanting: [.restart, .reset, .start], within: limit)
    }
}
