import Engine
import Fleets

/// An observation that changes nothing, in a fleet that is up: what happens nearly always.
struct StepPath: HotPath {
    static let operations = 6_000

    private var feed: Feed

    init() {
        feed = Feed(Fleet(size: 2_000, rules: [Fleet.hung]))
    }

    mutating func run() { feed.step(StepPath.operations) }
}

/// An observation upon which eight conditions are evaluated that read measures: comparisons, counts, windows.
struct ExpressionPath: HotPath {
    static let operations = 2_000

    private var feed: Feed

    init() {
        feed = Feed(Fleet(size: 100, rules: (1...8).map(Fleet.slow)))
    }

    mutating func run() { feed.step(ExpressionPath.operations) }
}

/// Gives an engine one observation after another, all up.
private struct Feed {
    private let fleet: Fleet
    private var engine: Engine
    private var now = Timestamp(milliseconds: 1_700_000_000_000)
    private var index = 0
    private let perMillisecond: Int

    init(_ fleet: Fleet) {
        self.fleet = fleet
        engine = Engine(policy: fleet.policy, now: now)
        // As many a second as the probes' paces make.
        perMillisecond = max(1, fleet.policy.targets.count * 3 / 10_000)
        step(fleet.policy.targets.count * 6)
    }

    mutating func step(_ count: Int) {
        for _ in 0..<count {
            if index % perMillisecond == 0 { now = now + .milliseconds(1) }
            let observation = fleet.observation(index, at: now)
            index += 1
            let effects = engine.step(.observationArrived(observation), now: now)
            precondition(
                effects.isEmpty || index < fleet.policy.targets.count * 6,
                "it was to change nothing: \(effects)"
            )
        }
    }
}
