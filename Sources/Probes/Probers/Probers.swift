public import Engine
public import Transfer

/// Everything that carries out probes, by the protocol asked for.
public final class Probers: Sendable {
    let transfers: TransferLoop
    private let echoes: EchoLoop
    private let agents: AgentProber?
    private let clock: any SteadyClock
    private let kit: TransferKit
    private let judges = HTTPJudges()

    /// All probes ask the echoes' resolver for names. Without `agents`, agent probes are unknown.
    public init(transfers: TransferLoop, echoes: EchoLoop, agents: AgentProber? = nil, clock: any SteadyClock) {
        self.transfers = transfers
        self.echoes = echoes
        self.agents = agents
        self.clock = clock
        kit = TransferKit(clock: clock)
    }

    /// Carries out one probe now, once. Ends by itself soon after the probe's timeout. The observation's address is that of
    /// the first probe of the first target, epoch 0.
    public func probeOnce(_ definition: ProbeDefinition, vps: VPSID? = nil, vmid: Int? = nil) async -> Observation {
        let address = ProbeAddress(owner: .target(0), probe: 0, epoch: 0)
        let startedAt = clock.now()
        let finding = await find(PlannedProbe(address: address, definition: definition, vps: vps, vmid: vmid))
        return finding.observation(of: address, startedAt: startedAt, endedAt: clock.now())
    }

    private func find(_ probe: PlannedProbe) async -> Finding {
        // An agent is asked right here, since nobody may be running the prober's service.
        if case .agent(let check) = probe.definition.check, let agents, let vps = probe.vps {
            let timeout = probe.definition.timeout
            return await agents.answer(
                AgentProber.Question(check: check, vps: vps, vmid: probe.vmid, timeout: timeout) { _ in }
            )
        }
        return await withCheckedContinuation { continuation in
            var batch = StartBatch()
            ready(probe).start(in: &batch) { continuation.resume(returning: $0) }
            start(batch)
        }
    }
}

extension Probers: ProbeMaker {
    func ready(_ probe: PlannedProbe) -> any ReadyProbe {
        do {
            return try make(probe)
        } catch {
            return FaultyProbe(fault: error)
        }
    }

    func start(_ batch: StartBatch) {
        if !batch.transfers.isEmpty { transfers.start(batch.transfers) }
        echoes.start(batch.echoes)
    }

    private func make(_ probe: PlannedProbe) throws(ProbeFault) -> any ReadyProbe {
        let timeout = probe.definition.timeout
        let check = probe.definition.check
        switch check {
        case .http(let http):
            return try transferProbe(probe, TransferRequest(http, timeout: timeout), judges.judge(http))
        case .tcp(let tcp):
            return try transferProbe(probe, TransferRequest(tcp, timeout: timeout), TCPJudge(banner: tcp.banner))
        case .tls(let tls):
            return try transferProbe(probe, TransferRequest(tls, timeout: timeout), TLSJudge(expectation: tls.tls))
        case .icmp(let icmp):
            return EchoProbe(check: icmp, timeout: timeout)
        case .agent(let agent):
            guard let agents, let vps = probe.vps else { throw ProbeFault("no provider to ask the agent through") }
            return AgentProbe(check: agent, vps: vps, vmid: probe.vmid, timeout: timeout, prober: agents)
        }
    }

    private func transferProbe(
        _ probe: PlannedProbe,
        _ request: TransferRequest,
        _ judge: any AnswerJudge
    ) throws(ProbeFault) -> any ReadyProbe {
        var request = request
        let reuse = probe.definition.reuse
        if reuse?.keepsConnection == true { request.connection = .reuse }
        request.tls.resumes = reuse?.resumesSession == true
        do {
            let transfer = try transfers.prepare(request)
            let host = NamedHost(transfer, resolver: echoes.resolver)
            let runs = TransferRuns(transfer, host: host, loop: transfers)
            return TransferProbe(probe.definition, runs: runs, judge: judge, kit: kit)
        } catch {
            throw ProbeFault(error.message)
        }
    }
}
