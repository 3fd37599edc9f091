import Engine
import Testing

@testable import Simulation

@Suite struct SwarmTests {
    /// A debug build is slow: `make simulate` runs the many.
    @Test(arguments: 0..<12) func noSeedBreaksAnInvariant(batch: Int) {
        for seed in UInt64(batch * 10 + 1)...UInt64(batch * 10 + 10) {
            let outcome = Plan.swarm(seed: seed).run(isRecorded: seed.isMultiple(of: 8))
            #expect(outcome.breach == nil, "seed \(seed): \(outcome.breach?.description ?? "")")
        }
    }

    @Test func theSameSeedGivesTheSameBytes() {
        for seed in UInt64(500)...510 {
            let plan = Plan.swarm(seed: seed)
            #expect(plan == Plan.swarm(seed: seed))
            #expect(plan.run().digest == plan.run(isTold: true).digest)
        }
    }

    @Test func otherSeedsGiveOtherWorlds() {
        let digests = Set((UInt64(1)...20).map { Plan.swarm(seed: $0).run().digest })
        #expect(digests.count == 20)
    }

    @Test func manyActionsAreTakenAndManyOfThemCure() {
        var tally = Tally()
        for seed in UInt64(1)...60 { tally.add(Plan.swarm(seed: seed).run().tally) }
        #expect(tally.actions > 20)
        #expect(tally.resets > 1)
        #expect(tally.crashes > 1)
        #expect(tally.recoveries.count > 10)
    }
}
