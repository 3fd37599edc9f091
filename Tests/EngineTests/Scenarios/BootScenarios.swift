import Testing

@testable import Engine

/// A guest is given the time its own boots have taken.
@Suite struct BootScenarios {
    private func boots(_ minutes: [Int64]) -> [BootRecord] {
        minutes.enumerated().map { index, took in
            let began = Timestamp(milliseconds: 900_000_000 + Int64(index) * 1_000_000)
            return BootRecord(vps: Samples.id(1), began: began, took: .minutes(took), cause: .action)
        }
    }

    /// A dead guest whose ladder waits a minute only.
    private func impatient(_ boots: [BootRecord], bounds: BootGrace = BootGrace()) -> World {
        var rule = Samples.rule()
        rule.ladder[0].wait = .minutes(1)
        rule.patience = .minutes(15)
        var policy = Samples.policy(rules: [rule])
        policy.bootGrace = bounds
        var world = World(policy, recovered: Recovered(boots: boots))
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(15))
        return world
    }

    private func pause(_ world: World) -> TimeSpan { world.sent[1].at - world.sent[0].at }

    @Test func fiveBootsOfItsOwnTeachIt() throws {
        let world = impatient(boots([3, 3, 4, 3, 3]))
        #expect(world.actions.prefix(2) == [.restart, .reset])
        #expect(pause(world) >= .minutes(4))
        #expect(pause(world) < .minutes(5))
        #expect(world.refusals == [.bootGrace])
    }

    @Test func withFewerTheWaitOfTheRungStands() {
        let world = impatient(boots([8, 8, 8, 8]))
        #expect(world.refusals.isEmpty)
        #expect(pause(world) < .minutes(2))
    }

    @Test func aBootThatTheUptimeShowsIsNotCutShort() {
        var rule = Samples.rule()
        rule.ladder[0].wait = .minutes(1)
        rule.patience = .minutes(15)
        var world = World(Samples.policy(rules: [rule]))
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.seconds(90))
        #expect(world.actions == [.restart])
        // The restart took: the guest boots, silently, for six minutes. Its boots are not known yet.
        world.provider.inspection.uptimeSeconds = 20
        world.later(.minutes(6), guest: 0, becomes: .alive)
        world.run(.minutes(15))
        #expect(world.actions == [.restart])
        #expect(world.refusals == [.bootGrace])
        #expect(world.incidents.map(\.state) == [.recovered])
    }

    @Test func aBootThatHangsIsResetAfterTheMostThatIsGiven() {
        var rule = Samples.rule()
        rule.ladder[0].wait = .minutes(1)
        rule.patience = .minutes(15)
        var world = World(Samples.policy(rules: [rule]))
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.seconds(90))
        world.provider.inspection.uptimeSeconds = 20
        world.run(.minutes(14))
        #expect(world.actions == [.restart, .reset])
        #expect(world.sent[1].at - world.sent[0].at >= .minutes(10))
    }

    @Test func theBoundsHold() {
        let bounds = BootGrace(min: .seconds(30), max: .minutes(2))
        let world = impatient(boots([8, 8, 8, 8, 8]), bounds: bounds)
        #expect(pause(world) >= .minutes(2))
        #expect(pause(world) < .minutes(3))
    }

    @Test func thePercentileIsByTheNearestRank() {
        let wide = BootGrace(min: .zero, max: .hours(9))
        let samples = (1...20).map { TimeSpan.seconds($0) }
        #expect(BootLog.grace(of: samples.reversed(), within: wide) == .seconds(19))
        #expect(BootLog.grace(of: Array(samples.prefix(5)), within: wide) == .seconds(5))
        #expect(BootLog.grace(of: Array(samples.prefix(4)), within: wide) == nil)
        #expect(BootLog.grace(of: Array(samples.prefix(5)), within: BootGrace()) == .seconds(30))
    }

    @Test func aCureIsASampleAndOutlivesTheProcess() throws {
        var world = World(Samples.policy())
        world.onPower = { _, _ in (.alive, .seconds(40)) }
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(5))
        let boot = try #require(world.recovered().boots.first)
        #expect(boot.cause == .action)
        #expect(boot.began == world.sent[0].at)
        let took = try #require(boot.took)
        #expect(took >= .seconds(40) && took <= .seconds(55))
    }

    @Test func aGuestThatComesBackByItselfIsNone() {
        var world = World(Samples.policy(mode: .observe))
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(3))
        world.guests[0] = .alive
        world.run(.minutes(3))
        #expect(world.incidents.map(\.state) == [.recovered])
        #expect(world.boots.isEmpty)
    }

    @Test func aFallOfTheUptimeIsABoot() throws {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(2))
        #expect(world.actions == [.restart])
        // The restart took, and the guest hung in mid-boot.
        world.provider.inspection.uptimeSeconds = 150
        world.run(.minutes(3))
        let boot = try #require(world.boots.first { $0.cause == .uptime })
        #expect(boot.took == nil)
        #expect(boot.began > world.sent[0].at)
        #expect(world.taken[0].cycledBy == "its uptime fell to 2m30s")
    }

    @Test func aPlatformThatSaidStoppedAndThenRunningIsABoot() {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        world.provider.listedState = .stopped
        world.run(.minutes(2))
        #expect(world.boots.isEmpty)
        world.provider.listedState = .running
        world.run(.minutes(2))
        #expect(world.boots.map(\.cause) == Array(repeating: .platform, count: 5))
    }
}
