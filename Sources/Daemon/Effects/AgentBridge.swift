import Engine
import HostUp
import Probes
import ServiceLifecycle

/// Agent probes ask the provider, as everything else about a VPS does.
struct AgentBridge: AgentAsker {
    let provider: any PowerProvider
    private static let limit = TimeSpan.seconds(20)

    func isAvailable(vps: VPSID) async -> Result<Bool, ProviderFailure> {
        await provider.agent(of: vps, within: AgentBridge.limit).map(\.isAvailable)
    }

    func run(command: String, vps: VPSID, vmid: Int?, timeout: TimeSpan) async -> ExecOutcome {
        await provider.exec(command, in: vps, vmid: vmid, within: timeout)
    }
}

/// The agent prober's place in the tree of services.
struct AgentService: Service {
    let prober: AgentProber

    func run() async throws {
        await cancelWhenGracefulShutdown { await prober.run() }
    }
}
