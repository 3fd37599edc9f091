import Testing

@testable import Engine

/// Signs of life stand in the way of a reset, but those its rung names.
@Suite struct DespiteScenarios {
    private func halfHung(despite: SignsOfLife) -> World {
        var rule = Samples.rule(when: Samples.httpOnly)
        rule.ladder[1].despite = despite
        var world = World(Samples.policy(rules: [rule]))
        world.run(.minutes(2))
        world.guests[0] = .halfHung
        world.run(.minutes(6))
        return world
    }

    @Test func namedSignsDoNotStandInTheWay() throws {
        let world = halfHung(despite: [.echo, .synAck])
        #expect(world.actions == [.restart, .reset])
        let reset = try #require(world.decisions.last { $0.verdict == .act })
        let gate = try #require(reset.evidence?.gates.first { $0.gate == .noSignOfLife })
        #expect(gate.detail.contains("echo, syn_ack aside"))
    }

    @Test func aSignThatIsNotNamedDoes() {
        let world = halfHung(despite: [.synAck])
        #expect(world.actions == [.restart])
        #expect(world.refusals == [.noSignOfLife])
        #expect(world.incidents.map(\.state) == [.handedOver])
    }

    @Test func aKernelThatAnswersEarlyEndsNoBoot() {
        var rule = Samples.rule(when: Samples.httpOnly)
        rule.ladder[0].wait = .minutes(1)
        rule.ladder[1].despite = [.echo, .synAck]
        rule.patience = .minutes(15)
        var world = World(Samples.policy(rules: [rule]))
        world.run(.minutes(2))
        world.guests[0] = .halfHung
        world.run(.seconds(90))
        #expect(world.actions == [.restart])
        // It was cycled, and its kernel answers echoes while everything else is still starting.
        world.provider.inspection.uptimeSeconds = 20
        world.later(.minutes(6), guest: 0, becomes: .alive)
        world.run(.minutes(15))
        #expect(world.actions == [.restart])
        #expect(world.refusals == [.bootGrace])
        #expect(world.incidents.map(\.state) == [.recovered])
    }

    @Test func theLatestOfTheOtherKindsIsTold() {
        var log = SignLog()
        log.note([.echo, .synAck], at: Timestamp(milliseconds: 5))
        log.note(.echo, at: Timestamp(milliseconds: 9))
        log.note(.echo, at: Timestamp(milliseconds: 7))
        #expect(log.latest?.at == Timestamp(milliseconds: 9))
        #expect(log.latest(apartFrom: .echo)?.sign == .synAck)
        #expect(log.latest(apartFrom: .echo)?.at == Timestamp(milliseconds: 5))
        #expect(log.latest(apartFrom: [.echo, .synAck]) == nil)
    }
}
