import Testing

@testable import Engine

/// How far an action got: accepted, completed, power-cycled, booted, serving.
@Suite struct OutcomeScenarios {
    @Test func eachStepIsToldApart() throws {
        var world = World(Samples.policy())
        world.onPower = { _, _ in (.alive, .seconds(40)) }
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(5))
        let action = try #require(world.taken.first)
        let accepted = try #require(action.answeredAt)
        let completed = try #require(action.endedAt)
        let booted = try #require(action.bootedAt)
        let serving = try #require(action.servingAt)
        #expect(action.intendedAt < accepted && accepted < completed && completed < booted && booted <= serving)
        #expect(action.cycledBy == "signs of life came back after a silence")
        #expect(action.progress.hasPrefix("accepted after 80ms, completed after 2.1s, power-cycled (signs of life"))
        let story = try #require(world.deliveries.last)
        #expect(story.summary.contains("after the restart: accepted after 80ms"))
        #expect(story.summary.contains("serving after"))
    }

    @Test func aBootIDThatChangedTellsOfThePowerCycle() throws {
        var policy = Samples.policy(rules: [Samples.rule(when: Samples.httpOnly)])
        policy.targets[0].probes.append(Samples.agent)
        var world = World(policy)
        world.onPower = { _, _ in (.alive, .seconds(5)) }
        world.run(.minutes(2))
        // Its kernel answers all the time: no silence tells of anything.
        world.guests[0] = .halfHung
        world.run(.seconds(50))
        world.bootID = 2
        world.run(.minutes(3))
        #expect(world.actions == [.restart])
        #expect(world.taken[0].cycledBy == "its boot id is another")
    }

    @Test func aGuestThatWasNeverSilentIsNotSaidToHaveBooted() throws {
        var rule = Samples.rule(when: Samples.httpOnly)
        rule.recovery.when = Samples.serving
        var world = World(Samples.policy(rules: [rule]))
        world.onPower = { _, _ in (.alive, .seconds(30)) }
        world.run(.minutes(2))
        world.guests[0] = .halfHung
        world.run(.minutes(5))
        let action = try #require(world.taken.first)
        #expect(world.incidents.map(\.state) == [.recovered])
        #expect(action.cycledAt == nil && action.bootedAt == nil)
        #expect(action.servingAt != nil)
        #expect(world.boots.isEmpty)
    }

    @Test func aSilenceWithinTheRebootTellsOfIt() throws {
        var rule = Samples.rule(when: Samples.httpOnly)
        rule.ladder = [Rung(action: .restart, wait: .minutes(3))]
        var world = World(Samples.policy(rules: [rule]))
        world.onPower = { _, _ in (.dead, .seconds(5)) }
        world.run(.minutes(2))
        world.guests[0] = .halfHung
        world.run(.seconds(110))
        #expect(world.actions == [.restart])
        world.guests[0] = .alive
        world.run(.minutes(2))
        let action = try #require(world.taken.first)
        #expect(action.bootedAt != nil)
    }

    @Test func aLostAnswerIsSettledByWhatIsSeenAndNeverRepeated() throws {
        var world = World(Samples.policy())
        world.provider.isMute = true
        world.onPower = { _, _ in (.alive, .seconds(100)) }
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(10))
        #expect(world.actions == [.restart])
        let action = try #require(world.taken.first)
        #expect(action.state == .completed)
        #expect(action.progress.hasPrefix("answer lost, power-cycled"))
    }
}
