import Engine
import Testing

@testable import Probes

/// A provider that says what the test wants it to; without an answer it never says anything.
private struct Oracle: AgentAsker {
    var availability: Result<Bool, ProviderFailure>?
    var outcome: ExecOutcome?

    func isAvailable(vps: VPSID) async -> Result<Bool, ProviderFailure> {
        guard let availability else { return await Oracle.never(.failure(Oracle.failure)) }
        return availability
    }

    func run(command: String, vps: VPSID, vmid: Int?, timeout: TimeSpan) async -> ExecOutcome {
        guard let outcome else { return await Oracle.never(.unknown("cancelled")) }
        return outcome
    }

    private static func never<Value>(_ value: Value) async -> Value {
        try? await Task.sleep(for: .seconds(3_600))
        return value
    }

    static let failure = ProviderFailure(kind: .server, status: 502, message: "bad gateway")
}

@Suite struct AgentProberTests {
    @Test(arguments: [
        (Result<Bool, ProviderFailure>.success(true), "up", SignsOfLife.agent),
        (.success(false), "down agent_unavailable", SignsOfLife()),
        (.failure(Oracle.failure), "unknown provider_unavailable", SignsOfLife()),
    ])
    func `Only an agent that answers proves something`(
        answer: Result<Bool, ProviderFailure>,
        verdict: String,
        signs: SignsOfLife
    ) async throws {
        let probing = try Probing(agents: AgentProber(asker: Oracle(availability: answer)))
        let observation = await probing.once(.agent(AgentCheck()))
        #expect(observation.verdict == verdict)
        #expect(observation.signs == signs)
        #expect(observation.remote == nil)
    }

    @Test(arguments: [
        (ExecOutcome.exited(exitCode: 0, output: ""), "up", SignsOfLife.agent),
        (.exited(exitCode: 3, output: "no db"), "down command_failed", .agent),
        (.exited(exitCode: nil, output: ""), "down command_failed", .agent),
        (.unavailable("not running"), "down agent_unavailable", SignsOfLife()),
        (.rejected(Oracle.failure), "unknown provider_unavailable", SignsOfLife()),
        (.unknown("the answer was lost"), "unknown provider_unavailable", SignsOfLife()),
    ])
    func `A command's end is up by its exit code 0 alone`(outcome: ExecOutcome, verdict: String, signs: SignsOfLife)
        async throws
    {
        let probing = try Probing(agents: AgentProber(asker: Oracle(outcome: outcome)))
        let observation = await probing.once(.agent(AgentCheck(command: "true")))
        #expect(observation.verdict == verdict)
        #expect(observation.signs == signs)
    }

    @Test(arguments: [
        (ExecOutcome.exited(exitCode: 0, output: "0b8f6a1e-2f4c-4d6a-9f3e-7c1d2e3f4a5b\n"), true),
        (.exited(exitCode: 0, output: ""), false),
        (.exited(exitCode: 0, output: "0b8f6a1e-2f4c-4d6a-9f3e-7c1d2e3f4a5"), false),
        (.exited(exitCode: 0, output: "0b8f6a1e-2f4c-4d6a-9f3e-7c1d2e3f4aéb"), false),
        (.exited(exitCode: 1, output: "cat: /proc/sys/kernel/random/boot_id: No such file or directory"), false),
        (.exited(exitCode: nil, output: "0b8f6a1e-2f4c-4d6a-9f3e-7c1d2e3f4a5b"), false),
    ])
    func `An agent that answers is up, and tells of the boot by an id alone`(outcome: ExecOutcome, tells: Bool)
        async throws
    {
        let probing = try Probing(agents: AgentProber(asker: Oracle(outcome: outcome)))
        let observation = await probing.once(.agent(AgentCheck(readsBootID: true)))
        #expect(observation.verdict == "up")
        #expect(observation.signs == .agent)
        let expected = tells ? Fingerprint.of("0b8f6a1e-2f4c-4d6a-9f3e-7c1d2e3f4a5b") : nil
        #expect(observation.measures.bootID == expected)
    }

    @Test func `A boot id that could not be asked for is no sign of anything`() async throws {
        let probing = try Probing(agents: AgentProber(asker: Oracle(outcome: .unavailable("not running"))))
        let observation = await probing.once(.agent(AgentCheck(readsBootID: true)))
        #expect(observation.verdict == "down agent_unavailable")
        #expect(observation.measures.bootID == nil)
    }

    @Test func `A provider that does not answer in time is at fault, not the guest`() async throws {
        let probing = try Probing(agents: AgentProber(asker: Oracle()))
        let observation = await probing.once(.agent(AgentCheck()), timeout: .milliseconds(50))
        #expect(observation.verdict == "unknown provider_unavailable")
        #expect(observation.detail == "no answer from the provider within 50ms")
    }

    @Test func `Without a provider, an agent probe is unknown`() async throws {
        let observation = await (try Probing()).once(.agent(AgentCheck()))
        #expect(observation.verdict == "unknown internal_fault")
    }

    @Test func `The scheduler's agent probes are answered by the service`() async throws {
        let agents = AgentProber(asker: Oracle(availability: .success(true)))
        let probing = try Probing(agents: agents)
        let sink = Collector()
        let plan = ProbePlan(
            probes: (0..<5).map { number in
                .sample(
                    "agent",
                    target: number,
                    every: .milliseconds(200),
                    timeout: .milliseconds(100),
                    check: .agent(AgentCheck())
                )
            }
        )
        let scheduler = ProbeScheduler(plan: plan, probers: probing.probers, clock: BootClock(), sink: sink)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await agents.run() }
            scheduler.start()
            defer { scheduler.stop() }
            try await eventually("each is up twice") { sink.observations.filter { $0.result == .up }.count >= 10 }
            group.cancelAll()
        }
    }
}
