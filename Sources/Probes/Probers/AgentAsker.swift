public import Engine

/// Asks a guest's agent through the provider. Each call must end soon after its task is cancelled, and in any case some day.
public protocol AgentAsker: Sendable {
    /// Whether the agent answers now, by the provider's word.
    func isAvailable(vps: VPSID) async -> Result<Bool, ProviderFailure>
    /// Runs a harmless command in the guest. `vmid` is there where the target has one.
    func run(command: String, vps: VPSID, vmid: Int?, timeout: TimeSpan) async -> ExecOutcome
}
