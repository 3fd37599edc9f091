import Allocations
import Engine
import Fleets

/// Feeds rounds of observations to an engine that knows the whole fleet, and measures blocks of a thousand steps.
struct StepBench {
    private static let block = 1_000
    private static let blocks = 600

    let fleet: Fleet

    /// - Parameter isMixed: only the HTTP probe of those that are not up is down, so that no rule's condition holds.
    func measure(_ what: String, isMixed: Bool = false, isUp: (Int) -> Bool) {
        var now = Timestamp(milliseconds: 1_700_000_000_000)
        var engine = Engine(policy: fleet.policy, now: now)
        var index = 0
        func feed(_ count: Int, _ answer: (Int) -> Bool) -> [Observation] {
            (0..<count).map { _ in
                defer { index += 1 }
                // As many a second as the probes' paces make: a round of the fleet each ten seconds.
                if index % max(1, fleet.policy.targets.count * 3 / 10_000) == 0 { now = now + .milliseconds(1) }
                let isHTTP = index % 3 == 0
                return fleet.observation(index, at: now) { answer($0) || (isMixed && !isHTTP) }
            }
        }
        for observation in feed(fleet.policy.targets.count * 6, { _ in true }) {
            _ = engine.step(.observationArrived(observation), now: observation.endedAt)
        }
        for observation in feed(fleet.policy.targets.count * 6, isUp) {
            _ = engine.step(.observationArrived(observation), now: observation.endedAt)
        }
        var times: [Double] = []
        var allocations: UInt64 = 0
        var effects = 0
        for _ in 0..<StepBench.blocks {
            let observations = feed(StepBench.block, isUp)
            let before = allocations_so_far()
            let began = ContinuousClock.now
            for observation in observations {
                effects += engine.step(.observationArrived(observation), now: observation.endedAt).count
            }
            let took = ContinuousClock.now - began
            allocations += allocations_so_far() - before
            times.append(Double(took.components.attoseconds) / 1e9 / Double(StepBench.block))
        }
        times.sort()
        let steps = StepBench.block * StepBench.blocks
        print(
            "  \(what): median \(rounded(times[times.count / 2])) ns, 99th percentile of blocks "
                + "\(rounded(times[times.count * 99 / 100])) ns, \(allocations) allocations and \(effects) effects "
                + "in \(steps) steps"
        )
    }

    private func rounded(_ nanoseconds: Double) -> Int { Int(nanoseconds + 0.5) }
}
