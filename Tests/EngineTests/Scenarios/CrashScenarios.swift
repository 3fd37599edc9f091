import Testing

@testable import Engine

/// The daemon dies at the worst moment and is started again on what its journal holds.
@Suite struct CrashScenarios {
    @Test func anIntentWithoutAnAnswerIsNotSentAgain() {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        world.provider.isMute = true
        world.guests[0] = .dead
        world.run(.seconds(80))
        #expect(world.actions == [.restart])
        world.crash()
        world.run(.minutes(2))
        #expect(world.actions == [.restart])
        #expect(world.deliveries.contains { $0.kind == .outcomeUnknown })
    }

    @Test func theWaitGoesOnWhereItWas() throws {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.seconds(100))
        #expect(world.actions == [.restart])
        world.crash()
        world.run(.minutes(10))
        #expect(world.actions.prefix(2) == [.restart, .reset])
        #expect(world.sent[1].at - world.sent[0].at >= .seconds(180))
    }

    @Test func anIncidentEndsInTheNextLife() {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.seconds(100))
        world.crash()
        world.guests[0] = .alive
        world.run(.minutes(3))
        #expect(world.incidents.map(\.state) == [.recovered])
        #expect(world.actions == [.restart])
        #expect(world.deliveries.last?.status == .resolved)
    }

    @Test func budgetsAndProofOutliveTheProcess() {
        var rule = Samples.rule()
        rule.perTarget = Budget(count: 1, window: .hours(24))
        var world = World(Samples.policy(rules: [rule]))
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(3))
        #expect(world.actions == [.restart])
        world.crash()
        world.run(.minutes(30))
        #expect(world.actions == [.restart])
        #expect(world.refusals.contains(.targetBudget))
    }

    @Test func aClockBehindTheJournalActsOnNothing() {
        var world = World(Samples.policy(), recovered: Recovered(newestRow: Timestamp(milliseconds: 9_000_000_000)))
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(30))
        #expect(world.actions.isEmpty)
        #expect(world.refusals == [.selfHealth])
    }

    @Test func theSameHistoryGivesTheSameRecords() {
        func history() -> [Record] {
            var world = World(Samples.policy(fleet: 8))
            world.run(.minutes(2))
            world.guests[3] = .dead
            world.run(.minutes(20))
            return world.records
        }
        #expect(history() == history())
    }

    @Test func anOperatorsActionInItsMidstIsNoTryOfTheLadders() {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.guests[1] = .dead
        world.run(.seconds(90))
        #expect(world.actions.isEmpty)
        #expect(world.refusals == [.storm])
        world.provider.isMute = true
        let overrides = [GateOverride(gate: .storm, reason: "I know why")]
        world.step(
            .operatorRequestedPower(request: 1, .restart, vps: Samples.id(1), by: "anna", overrides: overrides)
        )
        world.run(.seconds(30))
        #expect(world.actions == [.restart])
        world.crash()
        world.guests[1] = .alive
        world.run(.minutes(4))
        #expect(world.actions == [.restart])
        #expect(world.incidents.first?.rung == 0)
        #expect(world.refusals.contains(.oneOperation))
    }
}
