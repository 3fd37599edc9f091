import Testing

@testable import Engine

/// Rules that count the targets that share a label.
@Suite struct CountScenarios {
    private static let web = Label("role", "web")

    /// As the sample rule, as long as so many of the web servers are in the state.
    private func policy(_ state: Expression.ProbeState, _ comparator: Expression.Comparator, _ number: Double) -> Policy
    {
        let count = Expression.comparison(.targets(state, CountScenarios.web), comparator, number)
        let when = Condition(text: "hung, and a count", expression: .and(Samples.hung.expression, count))
        return Samples.policy(rules: [Samples.rule(when: when)])
    }

    @Test func aCountOverALabelHoldsARuleBackUntilItIsReached() {
        var world = World(policy(.down, .greaterOrEqual, 2))
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(5))
        #expect(world.incidents.isEmpty)
        world.guests[1] = .dead
        world.run(.minutes(3))
        #expect(Set(world.incidents.map(\.name)) == ["web-1", "web-2"])
    }

    @Test func theTargetItselfIsCounted() {
        var world = World(policy(.down, .equal, 1))
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(3))
        #expect(world.incidents.map(\.name) == ["web-1"])
    }

    @Test func whoIsNotHeardOfAnyMoreCountsAsUnknownAndDecidesNothing() {
        var world = World(policy(.up, .greaterOrEqual, 4))
        world.run(.minutes(2))
        world.silent = [3]
        world.guests[0] = .dead
        world.run(.minutes(5))
        #expect(world.incidents.isEmpty)
        world.silent = []
        world.run(.minutes(3))
        #expect(world.incidents.map(\.name) == ["web-1"])
    }

    @Test func aReloadThatMentionsALabelCountsItAtOnce() {
        var world = World(Samples.policy(rules: []))
        world.run(.minutes(2))
        world.reload(policy(.up, .equal, 4))
        world.guests[0] = .dead
        world.run(.minutes(3))
        #expect(world.incidents.map(\.name) == ["web-1"])
    }

    @Test func anIncidentKeepsItsCountThoughNoRuleMentionsItAnyMore() {
        var world = World(policy(.up, .greaterOrEqual, 4))
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.seconds(100))
        #expect(world.actions == [.restart])
        world.reload(Samples.policy())
        world.run(.minutes(5))
        #expect(world.actions.prefix(2) == [.restart, .reset])
    }

    @Test func targetsOfOtherLabelsAreNotCounted() {
        var policy = policy(.down, .greaterOrEqual, 2)
        policy.targets[1].labels = [Label("role", "db")]
        var world = World(policy)
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.guests[1] = .dead
        world.run(.minutes(5))
        #expect(world.incidents.isEmpty)
    }
}
