import Testing

@testable import Engine

/// Storms that come again and again latch Defib until a person has looked.
@Suite struct LatchScenarios {
    private func storm(in world: inout World, for length: TimeSpan = .minutes(4)) {
        for index in 0..<3 { world.guests[index] = .dead }
        world.run(length)
        for index in 0..<3 { world.guests[index] = .alive }
        world.run(.minutes(10))
    }

    private func latched() -> World {
        var rule = Samples.rule()
        rule.flaps = nil
        var world = World(Samples.policy(fleet: 6, rules: [rule]))
        world.run(.minutes(2))
        for _ in 1...3 { storm(in: &world) }
        return world
    }

    private func notices(of world: World) -> [Notification] {
        world.deliveries.filter { $0.key.hasPrefix("defib/latch/") }
    }

    @Test func threeStormsInADayLatch() throws {
        var world = latched()
        #expect(world.engine.view(now: world.now).latch?.reason == "3 storms within 1d")
        let notice = try #require(notices(of: world).first)
        #expect(notice.severity == "page")
        world.guests[5] = .dead
        world.run(.minutes(10))
        #expect(world.actions.isEmpty)
        #expect(try #require(world.decisions.last { $0.verdict == .refuse }).summary.contains("latched since"))
    }

    @Test func twoStormsDoNot() {
        var world = World(Samples.policy(fleet: 6))
        world.run(.minutes(2))
        for _ in 1...2 { storm(in: &world) }
        world.guests[5] = .dead
        world.run(.minutes(3))
        #expect(world.actions == [.restart])
    }

    @Test func whatWaversAroundTheLimitIsOneStorm() {
        var world = World(Samples.policy(fleet: 6))
        world.run(.minutes(2))
        for index in 0..<3 { world.guests[index] = .dead }
        world.run(.minutes(3))
        for _ in 1...5 {
            world.guests[2] = .alive
            world.run(.minutes(2))
            world.guests[2] = .dead
            world.run(.minutes(2))
        }
        #expect(world.engine.view(now: world.now).latch == nil)
    }

    @Test func aBlipThatOpensNoIncidentIsNone() {
        var world = World(Samples.policy(fleet: 6))
        world.run(.minutes(2))
        for _ in 1...5 { storm(in: &world, for: .seconds(30)) }
        #expect(world.engine.view(now: world.now).latch == nil)
        #expect(world.incidents.isEmpty)
    }

    @Test func onlyAnOperatorOpensIt() throws {
        var world = latched()
        world.run(.hours(25))
        world.guests[5] = .dead
        world.run(.minutes(3))
        #expect(world.actions.isEmpty)
        world.step(.operatorUnlatched(by: "anna", reason: "the switch was replaced"))
        world.run(.seconds(30))
        #expect(world.actions == [.restart])
        let told = notices(of: world)
        #expect(told.map(\.status) == [.firing, .resolved])
        #expect(told[0].key == told[1].key)
        #expect(world.decisions.contains { $0.summary == "unlatched by anna: the switch was replaced" })
    }

    @Test func itComesBackAfterARestartAndItsEndIsStillTold() {
        var world = latched()
        world.crash()
        world.run(.minutes(2))
        world.guests[5] = .dead
        world.run(.minutes(3))
        #expect(world.actions.isEmpty)
        #expect(world.refusals.last == .storm)
        world.step(.operatorUnlatched(by: "anna", reason: "looked"))
        world.run(.seconds(30))
        #expect(world.actions == [.restart])
        #expect(notices(of: world).map(\.status) == [.firing, .resolved])
    }
}
