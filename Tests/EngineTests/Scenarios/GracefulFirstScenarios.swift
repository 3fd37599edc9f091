import Testing

@testable import Engine

/// No reset before a restart was tried and waited for, and the one exception.
@Suite struct GracefulFirstScenarios {
    private typealias Verdict = ActionGate.Verdict

    private static func gates(restart: Verdict?, reset: Verdict?) -> [ActionGate] {
        let named = [("canRestart", restart), ("canReset", reset)]
        return named.compactMap { name, verdict in
            verdict.map { ActionGate(name: name, source: "/status", verdict: $0) }
        }
    }

    private static let denied = gates(restart: .denied("agent is down"), reset: .allowed)

    /// A world whose first guest just fell silent.
    private func dead(_ gates: [ActionGate], rule: Rule = Samples.rule()) -> World {
        var world = World(Samples.policy(rules: [rule]))
        world.provider.inspection.gates = gates
        world.run(.minutes(2))
        world.guests[0] = .dead
        return world
    }

    private func run(_ world: inout World, until words: String) {
        for _ in 0..<300 where !world.said(words) { world.run(.seconds(1)) }
        #expect(world.said(words))
    }

    @Test func aRestartDeniedTwiceLeadsToTheReset() throws {
        var world = dead(GracefulFirstScenarios.denied)
        run(&world, until: "restart is denied while a reset is allowed")
        let first = world.now
        world.run(.minutes(2))
        #expect(world.actions == [.reset])
        #expect(world.sent[0].at - first >= .seconds(29))
        let act = try #require(world.decisions.first { $0.verdict == .act })
        let gate = try #require(act.evidence?.gates.first { $0.gate == .gracefulFirst })
        #expect(gate.detail.contains("denied a restart in two readings"))
    }

    @Test func deniedOnceAndThenAllowedIsARestart() {
        var world = dead(GracefulFirstScenarios.denied)
        run(&world, until: "restart is denied while a reset is allowed")
        world.provider.inspection.gates = GracefulFirstScenarios.gates(restart: .allowed, reset: .allowed)
        world.run(.minutes(1))
        #expect(world.actions == [.restart])
    }

    private static let others: [(String, [ActionGate])] = [
        ("both denied", gates(restart: .denied(""), reset: .denied(""))),
        ("a reset absent", gates(restart: .denied(""), reset: nil)),
        ("a reset not understood", gates(restart: .denied(""), reset: .undecodable("7"))),
        ("a restart absent", gates(restart: nil, reset: .allowed)),
        ("a restart not understood", gates(restart: .undecodable("7"), reset: .allowed)),
        ("answers that differ", denied + [ActionGate(name: "canRestart", source: "/vps", verdict: .allowed)]),
    ]

    @Test(arguments: others)
    private func anythingElseIsHandedOver(what: String, gates: [ActionGate]) {
        var world = dead(gates)
        world.run(.minutes(30))
        #expect(world.actions.isEmpty, "\(what)")
        #expect(world.refusals == [.capability], "\(what)")
        #expect(world.incidents.map(\.state) == [.handedOver], "\(what)")
    }

    @Test func anotherRefusalBesideItIsNoDenial() {
        var world = dead(GracefulFirstScenarios.denied)
        world.provider.inspection.pendingTasks = .busy("[1]")
        world.run(.minutes(30))
        #expect(world.actions.isEmpty)
    }

    @Test func aReadingInBetweenThatFailsStartsOver() {
        var world = dead(GracefulFirstScenarios.denied)
        run(&world, until: "restart is denied while a reset is allowed")
        world.provider.failure = ProviderFailure(kind: .server, message: "502")
        run(&world, until: "blind to the provider")
        world.provider.failure = nil
        let failed = world.now
        world.run(.minutes(2))
        #expect(world.actions == [.reset])
        #expect(world.sent[0].at - failed >= .seconds(30))
    }

    @Test func aRestartAllowedAgainForbidsTheReset() {
        var world = dead(GracefulFirstScenarios.denied)
        run(&world, until: "on to the reset")
        world.provider.inspection.gates = GracefulFirstScenarios.gates(restart: .allowed, reset: .allowed)
        world.run(.minutes(10))
        #expect(world.actions.isEmpty)
        #expect(world.refusals.last == .gracefulFirst)
        #expect(world.incidents.map(\.state) == [.handedOver])
    }

    @Test func onlyTheVeryNextRungCounts() {
        var rule = Samples.rule()
        rule.ladder.insert(Rung(action: .exec(command: "true"), wait: .seconds(5)), at: 1)
        var world = dead(GracefulFirstScenarios.denied, rule: rule)
        world.run(.minutes(30))
        #expect(world.actions.isEmpty)
        #expect(world.refusals == [.capability])
    }

    @Test func aLadderWithoutARestartNeverResets() {
        var rule = Samples.rule()
        rule.ladder.removeFirst()
        var world = dead(Inspection.healthy.gates, rule: rule)
        world.run(.minutes(30))
        #expect(world.actions.isEmpty)
        #expect(world.refusals == [.gracefulFirst])
    }
}
