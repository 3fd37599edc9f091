import Testing

@testable import Engine

/// The main job: from restart to reset, and back to serving.
@Suite struct LadderScenarios {
    @Test func aGuestCuredByItsRestartGetsNothingElse() {
        var world = World(Samples.policy())
        world.onPower = { action, _ in action == .restart ? (.alive, .seconds(40)) : nil }
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(20))
        #expect(world.actions == [.restart])
        #expect(world.incidents.map(\.state) == [.recovered])
        #expect(world.incidents.first?.curedBy == "restart")
        #expect(world.deliveries.map(\.kind) == [.incidentOpened, .actionSent, .recovered])
        #expect(world.deliveries.map(\.status) == [.firing, .firing, .resolved])
        #expect(Set(world.deliveries.map(\.key)).count == 1)
    }

    @Test func aHungGuestIsRestartedThenResetAfterTheWait() throws {
        var world = World(Samples.policy())
        world.onPower = { action, _ in action == .reset ? (.alive, .seconds(20)) : nil }
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(20))
        #expect(world.actions == [.restart, .reset])
        let pause = try #require(world.sent.last).at - world.sent[0].at
        #expect(pause >= .seconds(180) && pause < .seconds(190))
        #expect(world.incidents.map(\.curedBy) == ["reset"])
    }

    @Test func theVerdictFallsAtTheRulesTime() throws {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        let died = world.now
        world.guests[0] = .dead
        world.run(.minutes(3))
        let first = try #require(world.sent.first).at - died
        // `for` 60 s, from the first round in which both probes fail, and one burst.
        #expect(first >= .seconds(60) && first <= .seconds(60 + 10 + 3 + 4))
    }

    @Test func aLadderThatHelpsNothingEndsWithAPage() {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(40))
        // The third reset would be beyond the attempts, and the target's budget is three.
        #expect(world.actions == [.restart, .reset, .reset])
        #expect(world.incidents.map(\.state) == [.handedOver])
        #expect(world.deliveries.last?.kind == .page)
        #expect(world.deliveries.last?.severity == "page")
    }

    @Test func aHandedOverIncidentStillEndsWhenTheGuestAnswers() {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(40))
        world.guests[0] = .alive
        world.run(.minutes(2))
        #expect(world.incidents.map(\.state) == [.recovered])
        #expect(world.deliveries.last?.status == .resolved)
    }

    @Test func oneLostRoundIsNoIncident() {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.seconds(12))
        world.guests[0] = .alive
        world.run(.minutes(10))
        #expect(world.incidents.isEmpty)
        #expect(world.actions.isEmpty)
    }

    @Test func aGuestThatComesBackBeforeTheConfirmationIsLeftAlone() {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.later(.seconds(59), guest: 0, becomes: .alive)
        world.run(.minutes(10))
        #expect(world.actions.isEmpty)
        #expect(world.incidents.isEmpty)
    }

    @Test func aSlowBootThatAnswersAsTheWaitEndsIsNotResetUnderway() {
        var world = World(Samples.policy())
        world.onPower = { action, _ in action == .restart ? (.alive, .seconds(170)) : nil }
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(20))
        #expect(world.actions == [.restart])
        #expect(world.incidents.map(\.state) == [.recovered])
    }
}
