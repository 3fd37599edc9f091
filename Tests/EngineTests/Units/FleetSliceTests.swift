import Testing

@testable import Engine

/// What readers get of the targets.
@Suite struct FleetSliceTests {
    private func world() -> World {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        return world
    }

    @Test func stretchesJoinToTheFleet() {
        let world = world()
        let names = world.policy.targets.map(\.name)
        for size in [1, 2, names.count, 100] {
            var summaries: [FleetSlice.Summary] = []
            for start in stride(from: 0, to: names.count, by: size) {
                let slice = world.engine.slice(start..<start + size, at: world.now)
                #expect(slice.isLast == (start + size >= names.count))
                summaries += slice.summaries
            }
            #expect(summaries.map(\.target.name) == names)
            for (index, summary) in summaries.enumerated() {
                #expect(summary.probes.count == summary.target.probes.count)
                #expect(summary.probes.allSatisfy { $0.latest?.probe.owner == .target(index) })
                #expect(summary.probes.map { $0.latest?.probe.probe } == Array(summary.target.probes.indices))
            }
        }
    }

    @Test func whatLiesBeyondTheFleetIsEmpty() {
        let world = world()
        let slice = world.engine.slice(100..<200, at: world.now)
        #expect(slice.summaries.isEmpty)
        #expect(world.engine.conditions(of: 100..<200, at: world.now).isEmpty)
    }

    @Test func anIncidentShowsWithItsTargetAndWhatItSpent() throws {
        var world = world()
        world.guests[1] = .dead
        world.run(.minutes(3))
        let slice = world.engine.slice(0..<world.policy.targets.count, at: world.now)
        #expect(world.actions == [.restart])
        #expect(slice.incidents.map(\.vps) == [world.policy.targets[1].id])
        #expect(slice.targets[1].state == .incident)
        #expect(slice.targets[1].incident == slice.incidents.first?.id)
        #expect(slice.targets.map(\.state) == world.engine.conditions(of: 0..<100, at: world.now))
        let left = try #require(slice.targets[0].budgetLeft)
        #expect(slice.targets[1].budgetLeft == left - 1)
    }
}
