import Testing

@testable import Engine

/// What comes back only to fall again is not cured by restarting it.
@Suite struct FlappingScenarios {
    private func rule(flaps: Budget?) -> Rule {
        var rule = Samples.rule()
        rule.cooldown = .zero
        rule.perTarget = nil
        rule.flaps = flaps
        return rule
    }

    private func fall(_ times: Int, in world: inout World) {
        world.onPower = { _, _ in (.alive, .seconds(20)) }
        for _ in 0..<times {
            world.guests[0] = .dead
            world.run(.minutes(20))
            world.guests[0] = .alive
            world.run(.minutes(5))
        }
    }

    @Test func theFourthFallIsAPersons() throws {
        var world = World(Samples.policy(rules: [rule(flaps: Budget(count: 3, window: .hours(6)))]))
        world.run(.minutes(2))
        fall(3, in: &world)
        #expect(world.actions == [.restart, .restart, .restart])
        fall(1, in: &world)
        #expect(world.actions.count == 3)
        let handed = try #require(world.deliveries.last { $0.kind == .handedOver })
        #expect(handed.severity == "page")
        #expect(handed.summary.contains("flapping: it went down 4 times in 6h"))
        #expect(world.incidents.last?.state == .recovered)
    }

    @Test func whatFellLongAgoIsForgotten() {
        var world = World(Samples.policy(rules: [rule(flaps: Budget(count: 3, window: .hours(1)))]))
        world.run(.minutes(2))
        fall(2, in: &world)
        world.run(.hours(1))
        fall(2, in: &world)
        #expect(world.actions.count == 4)
    }

    @Test func aRestartOfTheDaemonForgetsNothing() {
        var world = World(Samples.policy(rules: [rule(flaps: Budget(count: 2, window: .hours(6)))]))
        world.run(.minutes(2))
        fall(1, in: &world)
        // The second is open when the daemon dies.
        world.guests[0] = .dead
        world.run(.seconds(85))
        world.crash()
        world.run(.minutes(5))
        let before = world.actions.count
        fall(1, in: &world)
        #expect(world.incidents.count == 3)
        #expect(world.actions.count == before)
    }

    @Test func withoutTheGuardItGoesOn() {
        var limits = FleetLimits()
        limits.fleet = nil
        var world = World(Samples.policy(rules: [rule(flaps: nil)], limits: limits))
        world.run(.minutes(2))
        fall(5, in: &world)
        #expect(world.actions.count == 5)
    }
}
