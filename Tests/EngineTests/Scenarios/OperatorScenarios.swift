import Testing

@testable import Engine

/// Power by hand passes the same gates.
@Suite struct OperatorScenarios {
    private func ask(_ action: PowerAction, of world: inout World, overrides: [GateOverride] = []) {
        world.step(
            .operatorRequestedPower(request: 7, action, vps: Samples.id(1), by: "anna", overrides: overrides)
        )
        world.run(.seconds(30))
    }

    @Test func aLivingGuestIsNotRestartedByHandEither() throws {
        var world = World(Samples.policy(rules: []))
        world.run(.minutes(1))
        ask(.restart, of: &world)
        #expect(world.actions.isEmpty)
        guard case .refused(let gates) = try #require(world.replies.first) else {
            Issue.record("expected a refusal")
            return
        }
        #expect(gates.first { $0.outcome == .refused }?.gate == .confirmed)
    }

    @Test func anOverrideIsWrittenDown() throws {
        var world = World(Samples.policy(rules: []))
        world.run(.minutes(1))
        ask(.restart, of: &world, overrides: [GateOverride(gate: .confirmed, reason: "kernel upgrade")])
        #expect(world.actions == [.restart])
        guard case .sent(let action) = try #require(world.replies.first) else {
            Issue.record("expected it to be sent")
            return
        }
        #expect(action.origin == "operator anna; override confirmed: kernel upgrade")
    }

    @Test func aResetByHandStillWantsARestartFirst() {
        var world = World(Samples.policy(rules: []))
        world.run(.minutes(1))
        world.guests[0] = .dead
        world.run(.minutes(3))
        ask(.reset, of: &world)
        #expect(world.actions.isEmpty)
        ask(.restart, of: &world)
        #expect(world.actions == [.restart])
    }

    @Test func aClosedIncidentIsTold() {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(2))
        world.step(.operatorClosedIncident(1, by: "anna"))
        #expect(world.incidents.map(\.state) == [.closed])
    }

    @Test func anOperationStartedByHandIsFollowedToItsEnd() {
        var world = World(Samples.policy(rules: []))
        world.run(.minutes(1))
        world.guests[0] = .dead
        world.run(.minutes(3))
        world.provider.operation = .underway("running")
        ask(.restart, of: &world)
        #expect(world.taken.map(\.state) == [.accepted])
        world.provider.operation = .completed
        world.run(.seconds(20))
        #expect(world.taken.map(\.state) == [.completed])
    }

    @Test func itIsFollowedInTheNextLifeToo() {
        var world = World(Samples.policy(rules: []))
        world.run(.minutes(1))
        world.guests[0] = .dead
        world.run(.minutes(3))
        world.provider.operation = .underway("running")
        ask(.restart, of: &world)
        world.crash()
        world.provider.operation = .completed
        world.run(.seconds(20))
        #expect(world.taken.map(\.state) == [.completed])
    }
}
