import Dispatch
import Engine
import Simulation
import Synchronization

/// Many seeds over several threads, each run by itself.
struct Campaign {
    struct Result: Sendable {
        var runs = 0
        var breaches: [(seed: UInt64, breach: Breach)] = []
        var tally = Tally()
        var targetTime = TimeSpan.zero
        var faults: [Fault.Kind: Int] = [:]
        /// Over the digests of all runs, whatever their order.
        var digest: UInt64 = 0
    }

    /// Of so many runs, one is made twice and its recorded lives are replayed (I11, I12).
    static let sample: UInt64 = 16

    var seeds: Range<UInt64>
    var jobs: Int
    var length: TimeSpan?
    var isChecked = true
    var samples = true

    func run() -> Result {
        let next = Atomic(seeds.lowerBound)
        let total = Mutex(Result())
        DispatchQueue.concurrentPerform(iterations: max(1, jobs)) { _ in
            var own = Result()
            while true {
                let seed = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard seed < seeds.upperBound else { break }
                run(seed, &own)
            }
            total.withLock { $0.add(own) }
        }
        return total.withLock { result in
            result.breaches.sort { $0.seed < $1.seed }
            return result
        }
    }

    private func run(_ seed: UInt64, _ result: inout Result) {
        let plan = Plan.swarm(seed: seed, length: length)
        let isSample = samples && seed.isMultiple(of: Campaign.sample)
        let outcome = plan.run(isRecorded: isSample, isChecked: isChecked)
        result.runs += 1
        result.tally.add(outcome.tally)
        result.targetTime = result.targetTime + outcome.targetTime
        result.digest ^= outcome.digest &* (seed | 1)
        for kind in Set(plan.faults.map(\.kind)) { result.faults[kind, default: 0] += 1 }
        if let breach = outcome.breach { result.breaches.append((seed, breach)) }
        guard isSample, outcome.breach == nil, plan.run(isChecked: isChecked).digest != outcome.digest else { return }
        result.breaches.append((seed, Breach(.sameBytes, at: .zero, "two runs of the same seed differ")))
    }
}

extension Campaign.Result {
    mutating func add(_ other: Campaign.Result) {
        runs += other.runs
        breaches += other.breaches
        tally.add(other.tally)
        targetTime = targetTime + other.targetTime
        digest ^= other.digest
        faults.merge(other.faults, uniquingKeysWith: +)
    }
}
