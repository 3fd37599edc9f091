import Testing

@testable import Engine

/// Conditions that ask for the guest's agent.
@Suite struct AgentScenarios {
    private static let mute = Condition(
        text: "http.down and agent.unavailable and platform.running",
        expression: .and(.and(Samples.state("http", .down), .agent(available: false)), .platform(.running))
    )

    private func policy() -> Policy {
        var policy = Samples.policy(rules: [Samples.rule(when: AgentScenarios.mute)])
        for index in policy.targets.indices { policy.targets[index].probes.append(Samples.agent) }
        return policy
    }

    @Test func theAgentIsPartOfTheBurst() {
        var world = World(policy())
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(3))
        #expect(world.actions == [.restart])
    }

    @Test func anAgentThatAnswersIsASignOfLife() {
        var world = World(policy())
        world.run(.minutes(2))
        world.guests[0] = .alive
        world.run(.minutes(10))
        #expect(world.incidents.isEmpty)
    }

    /// Feeds one observation of the first target's probe, ten seconds later each.
    @Test func whatOnlyTheAgentLacksIsAskedAtOnceButNotAllTheTime() {
        let policy = policy()
        let proofs = policy.targets[0].probes.map {
            ProofRecord(vps: Samples.id(1), probe: $0.name, fingerprint: $0.fingerprint, at: .distantPast)
        }
        var now = Timestamp(milliseconds: 1_000_000)
        var engine = Engine(policy: policy, recovered: Recovered(proofs: proofs), now: now)
        let running = PlatformReading(
            id: Samples.id(1),
            name: "web-1",
            powerState: .running,
            serviceStatus: .active,
            primaryIP: nil
        )
        _ = engine.step(.platformListed([running], startedAt: now), now: now)
        func address(_ probe: Int) -> ProbeAddress { ProbeAddress(owner: .target(0), probe: probe, epoch: 0) }
        var asked: [Effect] = []
        for _ in 0..<4 {
            now = now + .seconds(5)
            let observation = Observation(
                probe: address(0),
                startedAt: now,
                endedAt: now,
                result: .down(Reason(.timedOut))
            )
            asked += engine.step(.observationArrived(observation), now: now)
        }
        #expect(asked == Array(repeating: .probeNow([address(2)]), count: 2))
    }
}
