import Testing

@testable import Engine

/// Limits over the targets that share a label's value.
@Suite struct GroupScenarios {
    /// Ten targets: the first four in `sto`, the others in `ams`.
    private func policy(_ groups: [GroupLimits]) -> Policy {
        var limits = FleetLimits()
        limits.storm = 0.5
        limits.inFlight = 10
        var policy = Samples.policy(fleet: 10, limits: limits)
        for index in policy.targets.indices {
            policy.targets[index].labels.append(Label("region", index < 4 ? "sto" : "ams"))
        }
        policy.groups = groups
        return policy
    }

    @Test func aGroupsBudgetIsSharedByItsTargetsAlone() throws {
        var world = World(policy([GroupLimits(label: "region", budget: Budget(count: 1, window: .hours(1)))]))
        world.onPower = { _, _ in (.alive, .seconds(20)) }
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(5))
        world.guests[1] = .dead
        world.run(.minutes(10))
        #expect(world.sent.map(\.vps) == [Samples.id(1)])
        let refusal = try #require(world.decisions.last { $0.verdict == .refuse })
        #expect(refusal.summary == "fleetBudget: fleet: 1 of 5 per 1h spent, region=sto: 1 of 1 per 1h spent")
        world.guests[8] = .dead
        world.run(.minutes(5))
        #expect(world.sent.map(\.vps) == [Samples.id(1), Samples.id(9)])
    }

    @Test func theBudgetFollowsTheVPSAndNotItsName() {
        let groups = [GroupLimits(label: "region", budget: Budget(count: 1, window: .hours(1)))]
        var world = World(policy(groups))
        world.onPower = { _, _ in (.alive, .seconds(20)) }
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(5))
        var renamed = policy(groups)
        renamed.targets[0].name = "other"
        world.reload(renamed)
        world.crash()
        world.run(.minutes(2))
        world.guests[1] = .dead
        world.run(.minutes(10))
        #expect(world.actions == [.restart])
        #expect(world.refusals == [.fleetBudget])
    }

    @Test func aStormInAGroupStopsThatGroup() throws {
        var world = World(policy([GroupLimits(label: "region", storm: 0.5)]))
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.guests[1] = .dead
        world.guests[9] = .dead
        world.run(.minutes(10))
        // Three of ten are no storm of the fleet, two of four are one of the region.
        #expect(world.sent.allSatisfy { $0.vps == Samples.id(10) })
        #expect(!world.actions.isEmpty)
        let refusal = try #require(world.decisions.first { $0.verdict == .refuse })
        #expect(refusal.summary == "storm: 2 of 4 of region=sto unresponsive, a storm from 2")
    }

    @Test func zeroMeansZeroForAGroupToo() {
        var world = World(policy([GroupLimits(label: "region", budget: Budget(count: 0, window: .hours(1)))]))
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(10))
        #expect(world.actions.isEmpty)
        #expect(world.refusals == [.fleetBudget])
    }

    @Test func targetsWithoutTheLabelAreInNoGroup() {
        var world = World(policy([GroupLimits(label: "rack", storm: 0, budget: Budget(count: 0, window: .hours(1)))]))
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(5))
        #expect(world.actions.first == .restart)
    }
}
