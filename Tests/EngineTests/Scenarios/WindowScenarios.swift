import Testing

@testable import Engine

/// By plan, nothing is acted upon.
@Suite struct WindowScenarios {
    /// Opens at the minute of the day, in UTC, that the world's clock shows after so long.
    private func window(in world: World, after: TimeSpan, minutes: Int, match: Rule.Match = .init())
        -> MaintenanceWindow
    {
        let minute = Int((world.now + after).milliseconds / 60_000 % 1_440)
        return MaintenanceWindow(
            name: "patching",
            match: match,
            from: minute,
            to: (minute + minutes) % 1_440,
            zone: .utc
        )
    }

    private func run(_ window: MaintenanceWindow) -> World {
        var policy = Samples.policy()
        policy.windows = [window]
        var world = World(policy)
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(20))
        return world
    }

    @Test func nothingIsDoneWhileItIsOpen() throws {
        let world = run(window(in: World(Samples.policy()), after: .zero, minutes: 60))
        #expect(world.actions.isEmpty)
        #expect(world.refusals == [.window])
        #expect(
            try #require(world.decisions.first { $0.verdict == .refuse }).summary.contains("in maintenance: patching")
        )
    }

    @Test func whatItDoesNotMatchIsTreated() {
        let others = Rule.Match(names: ["web-2"])
        let world = run(window(in: World(Samples.policy()), after: .zero, minutes: 60, match: others))
        #expect(world.actions.first == .restart)
    }

    @Test func oneThatEndsWithinPatienceOnlyDelays() {
        let world = run(window(in: World(Samples.policy()), after: .zero, minutes: 5))
        #expect(world.actions.first == .restart)
        #expect(world.sent[0].at - Timestamp(milliseconds: 1_000_000_000) >= .minutes(4))
    }

    @Test func aRungThatComesDueInsideItWaits() {
        let world = run(window(in: World(Samples.policy()), after: .minutes(5), minutes: 60))
        #expect(world.actions == [.restart])
        #expect(world.refusals == [.window])
    }
}
