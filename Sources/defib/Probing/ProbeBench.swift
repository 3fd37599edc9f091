import Engine
import HostUp
import Probes
import Transfer

/// Everything that is needed to carry out a subject's probes, round after round.
struct ProbeBench {
    let subject: ProbeSubject
    private let probers: Probers
    private let transfers: TransferLoop
    private let echoes: EchoLoop

    struct Outcome: Sendable {
        var definition: ProbeDefinition
        var observation: Observation
    }

    init(_ subject: ProbeSubject) throws(Trouble) {
        self.subject = subject
        transfers = try Account.loop()
        echoes = try EchoPermission.echoLoop()
        let asksAgent = subject.probes.contains { $0.check.kind == "agent" }
        let agents = asksAgent ? try ProbeBench.agents(subject) : nil
        probers = Probers(transfers: transfers, echoes: echoes, agents: agents, clock: BootClock())
    }

    private static func agents(_ subject: ProbeSubject) throws(Trouble) -> AgentProber? {
        guard let provider = subject.provider else { return nil }
        return AgentProber(asker: AccountAgents(client: try Account(provider).client))
    }

    /// All probes at once; outcomes in the order of the configuration.
    func round() async -> [Outcome] {
        await withTaskGroup(of: (Int, Outcome).self) { group in
            for (index, probe) in subject.probes.enumerated() {
                group.addTask { [probers, subject] in
                    let vps = subject.target?.id
                    let observation = await probers.probeOnce(probe, vps: vps, vmid: subject.target?.vmid)
                    return (index, Outcome(definition: probe, observation: observation))
                }
            }
            var outcomes: [(Int, Outcome)] = []
            for await outcome in group { outcomes.append(outcome) }
            return outcomes.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    func close() {
        echoes.shutDown()
        transfers.shutdown()
    }
}

/// Agents, asked through the account.
struct AccountAgents: AgentAsker {
    let client: HostUpClient

    func isAvailable(vps: VPSID) async -> Result<Bool, ProviderFailure> {
        await client.agent(of: vps, within: Account.limit).map(\.isAvailable)
    }

    func run(command: String, vps: VPSID, vmid: Int?, timeout: TimeSpan) async -> ExecOutcome {
        await client.exec(command, in: vps, vmid: vmid, within: timeout)
    }
}
