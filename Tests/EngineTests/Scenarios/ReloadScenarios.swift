import Testing

@testable import Engine

/// The configuration changes while something is under way.
@Suite struct ReloadScenarios {
    /// A world in which the first guest's restart was sent and is waited for.
    private func waiting() -> World {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.seconds(100))
        return world
    }

    @Test func anIncidentKeepsItsRuleAsItWasWhenItOpened() {
        var world = waiting()
        var changed = Samples.policy()
        changed.rules[0].ladder = [Rung(action: .page, severity: "page")]
        world.reload(changed)
        world.run(.minutes(5))
        #expect(world.actions.prefix(2) == [.restart, .reset])
        #expect(world.sent[1].at - world.sent[0].at >= .seconds(180))
    }

    @Test func aRestartOfTheDaemonKeepsAnIncidentsRuleTooWhateverTheFileSaysByThen() {
        var world = waiting()
        var changed = Samples.policy()
        changed.rules[0].ladder = [Rung(action: .page, severity: "page")]
        world.crash(into: changed)
        world.run(.minutes(5))
        #expect(world.actions.prefix(2) == [.restart, .reset])
    }

    @Test func aRuleThatOnlyObservesByNowIsHeededInAnIncidentThatIsTakenUp() {
        var world = waiting()
        var changed = Samples.policy()
        changed.rules[0].mode = .observe
        world.crash(into: changed)
        world.run(.minutes(5))
        #expect(world.actions == [.restart])
    }

    @Test func aReloadStartsNoWaitAnew() {
        var world = waiting()
        for _ in 0..<5 {
            world.run(.seconds(20))
            world.reload(world.policy)
        }
        world.run(.minutes(2))
        #expect(world.actions == [.restart, .reset])
    }

    @Test func aTargetTakenOutHasItsIncidentClosedAndTold() {
        var world = waiting()
        var changed = Samples.policy()
        changed.targets[0] = Samples.web(9)
        world.reload(changed)
        world.run(.minutes(10))
        #expect(world.actions == [.restart])
        #expect(world.incidents.map(\.state) == [.closed])
        #expect(world.deliveries.last?.status == .resolved)
    }

    @Test func whatWasProvenStaysProvenAndWhatIsNewIsNot() {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        var changed = Samples.policy()
        changed.targets[0].probes[1].check = .icmp(ICMPCheck(host: "203.0.113.77"))
        world.reload(changed)
        world.guests[0] = .dead
        world.guests[1] = .dead
        world.run(.minutes(4))
        // The first target's ping is another one now: unproven, so its condition stays unknown. The second's is known.
        #expect(Set(world.sent.map(\.vps)) == [])
        #expect(world.incidents.map(\.vps) == [Samples.id(2)])
    }

    @Test func aRenamedTargetKeepsItsBudget() {
        var rule = Samples.rule()
        rule.perTarget = Budget(count: 1, window: .hours(24))
        var world = World(Samples.policy(rules: [rule]))
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(2))
        #expect(world.actions == [.restart])
        var changed = Samples.policy(rules: [rule])
        changed.targets[0].name = "renamed"
        world.reload(changed)
        world.run(.minutes(30))
        #expect(world.actions == [.restart])
        #expect(world.refusals.last == .targetBudget)
    }

    @Test func armingTheModeReachesTheNextIncident() {
        var world = World(Samples.policy(mode: .observe))
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(3))
        #expect(world.actions.isEmpty)
        world.reload(Samples.policy())
        world.guests[0] = .alive
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(3))
        #expect(world.actions == [.restart])
    }

    @Test func aTargetThatComesBackIsNoStranger() {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        var without = Samples.policy()
        without.targets[0] = Samples.web(9)
        world.reload(without)
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.reload(Samples.policy())
        world.run(.minutes(3))
        #expect(world.incidents.map(\.vps) == [Samples.id(1)])
    }
}
