import Testing

@testable import Engine

/// A rung with a condition of its own.
@Suite struct RungConditionScenarios {
    private static let silent = Condition(text: "icmp.down", expression: Samples.state("icmp", .down))

    private func rule(rung: Int, when: Condition = silent) -> Rule {
        var rule = Samples.rule(when: Samples.httpOnly)
        rule.ladder[rung].when = when
        return rule
    }

    private func run(_ rule: Rule, _ guest: World.Guest) -> World {
        var world = World(Samples.policy(rules: [rule]))
        world.run(.minutes(2))
        world.guests[0] = guest
        world.run(.minutes(12))
        return world
    }

    @Test func trueTakesIt() {
        #expect(run(rule(rung: 0), .dead).actions.first == .restart)
    }

    @Test func falseSkipsItAndSaysSo() {
        let world = run(rule(rung: 0), .halfHung)
        #expect(world.said("restart skipped: icmp.down is false in a fresh burst"))
        // What was skipped was not tried: no reset follows.
        #expect(world.actions.isEmpty)
        #expect(world.refusals == [.noSignOfLife])
    }

    @Test func aSkippedResetLeavesTheNextRung() {
        let world = run(rule(rung: 1), .halfHung)
        #expect(world.actions == [.restart])
        #expect(world.refusals.isEmpty)
        #expect(world.incidents.map(\.conclusion) == ["the ladder ends with a page"])
    }

    @Test func unknownRefusesAndNeverLeadsFurther() {
        let unproven = Condition(text: "agent.unavailable", expression: .agent(available: false))
        let world = run(rule(rung: 0, when: unproven), .dead)
        #expect(world.actions.isEmpty)
        #expect(world.refusals == [.confirmed])
        #expect(world.incidents.map(\.state) == [.handedOver])
        #expect(world.incidents[0].conclusion?.contains("agent.unavailable is unknown") == true)
    }

    @Test func aPageMayHaveOneToo() {
        let world = run(rule(rung: 2), .halfHung)
        #expect(world.said("handed over") && !world.deliveries.contains { $0.kind == .page })
        var paged = rule(rung: 2)
        paged.ladder.removeSubrange(0...1)
        paged.ladder[0].when = RungConditionScenarios.silent
        #expect(run(paged, .dead).deliveries.contains { $0.kind == .page })
        #expect(run(paged, .halfHung).incidents.map(\.conclusion) == ["the ladder is climbed to its end"])
    }
}
