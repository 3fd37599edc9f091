import Testing

@testable import Engine

/// What is silenced is left alone, and is no sign of a storm.
@Suite struct SilenceScenarios {
    private func silence(_ names: [String], in world: inout World, minutes: Int64 = 60) {
        let until = world.now + .minutes(minutes)
        world.step(.operatorSilenced(.init(names: names), until: until, by: "anna", reason: "disk swap"))
    }

    @Test func aSilencedTargetIsNotTouched() throws {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        silence(["web-1"], in: &world)
        world.guests[0] = .dead
        world.run(.minutes(30))
        #expect(world.actions.isEmpty)
        #expect(world.refusals == [.window])
        let refusal = try #require(world.decisions.first { $0.verdict == .refuse })
        #expect(refusal.summary.contains("silenced by anna"))
        #expect(refusal.summary.contains("disk swap"))
    }

    @Test func othersAreTreatedAsEver() {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        silence(["web-2"], in: &world)
        world.guests[0] = .dead
        world.run(.minutes(3))
        #expect(world.actions == [.restart])
    }

    @Test func aForgottenDeadMachineBlocksASmallFleetUntilItIsSilenced() throws {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        world.guests[4] = .dead
        world.run(.minutes(60))
        let before = world.actions.count
        world.guests[0] = .dead
        world.run(.minutes(10))
        #expect(world.actions.count == before)
        let refusal = try #require(world.decisions.last { $0.verdict == .refuse })
        #expect(refusal.summary.contains("storm: 2 of 5 unresponsive"))
        #expect(refusal.summary.contains("defib silence"))

        world.guests[0] = .alive
        world.run(.minutes(5))
        silence(["web-5"], in: &world)
        world.guests[0] = .dead
        world.run(.minutes(3))
        #expect(world.actions.count == before + 1)
        #expect(world.sent.last?.vps == Samples.id(1))
    }

    @Test func itsEndIsMetThoughNothingHappens() {
        var world = World(Samples.policy())
        silence(["web-1"], in: &world, minutes: 3)
        #expect(world.engine.view(now: world.now).silences.count == 1)
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.seconds(59))
        #expect(world.engine.view(now: world.now).silences.count == 1)
        world.run(.minutes(2))
        #expect(world.engine.view(now: world.now).silences.isEmpty)
        #expect(world.decisions.contains { $0.summary == "silence 1 is over: its time is up" })
        // Patience has not run out: it is treated now.
        #expect(world.actions == [.restart])
    }

    @Test func anOperatorEndsItEarly() {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        silence(["web-1"], in: &world)
        world.guests[0] = .dead
        world.run(.minutes(3))
        #expect(world.actions.isEmpty)
        world.step(.operatorEndedSilence(1, by: "bo"))
        world.run(.seconds(30))
        #expect(world.actions == [.restart])
        #expect(world.recovered().silences.isEmpty)
    }

    @Test func itOutlivesCrashAndReload() {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        silence(["web-1"], in: &world)
        world.crash()
        world.run(.minutes(1))
        world.reload(Samples.policy())
        world.guests[0] = .dead
        world.run(.minutes(10))
        #expect(world.actions.isEmpty)
        #expect(world.refusals == [.window])
        silence(["web-2"], in: &world)
        #expect(world.engine.view(now: world.now).silences.map(\.id) == [1, 2])
    }

    @Test func aSilenceInThePastIsNone() {
        var world = World(Samples.policy())
        silence(["web-1"], in: &world, minutes: 0)
        #expect(world.records.isEmpty)
    }
}
