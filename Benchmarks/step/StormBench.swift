import Engine
import Fleets
import Syncs

/// Lets a share of the fleet fall silent at once, and measures in CPU time what three minutes of it cost: the incidents, their bursts and
/// what is refused for the storm.
struct StormBench {
    let fleet: Fleet
    /// So many targets, the first ones, are down.
    let down: Int

    func measure() {
        var now = Timestamp(milliseconds: 1_700_000_000_000)
        var engine = Engine(policy: fleet.policy, now: now)
        for index in 0..<fleet.policy.targets.count * 6 {
            _ = engine.step(.observationArrived(fleet.observation(index, at: now)), now: now)
        }
        var run = Run()
        let began = thread_nanoseconds()
        let perMillisecond = max(1, fleet.policy.targets.count * 3 / 10_000)
        var index = 0
        for millisecond in 0..<180_000 {
            now = now + .milliseconds(1)
            if millisecond % 30_000 == 0 { run.step(&engine, .platformListed(readings, startedAt: now), now) }
            for _ in 0..<perMillisecond {
                let observation = fleet.observation(index, at: now) { $0 >= down }
                run.step(&engine, .observationArrived(observation), now)
                index += 1
            }
            for asked in run.takeAsked() {
                guard case .target(let target) = asked.owner else { continue }
                let number = target * 3 + asked.probe
                var observation = fleet.observation(number, at: now) { $0 >= down }
                observation.startedAt = now
                run.step(&engine, .observationArrived(observation), now)
            }
            if let due = engine.nextDeadline(), due <= now { run.step(&engine, .deadlinePassed, now) }
        }
        let took = thread_nanoseconds() - began
        print(
            "  \(down) of \(fleet.policy.targets.count) fall silent: 180 s of it took \(took / 1_000_000) ms in \(run.steps) steps, "
                + "\(run.effects) effects; the longest: \(run.longestOfEach)"
        )
    }

    private var readings: [PlatformReading] {
        fleet.policy.targets.map {
            PlatformReading(id: $0.id, name: $0.name, powerState: .running, serviceStatus: .active, primaryIP: nil)
        }
    }

    private struct Run {
        var steps = 0
        var effects = 0
        private var longest: [(kind: String, took: UInt64)] = []
        private var asked: [ProbeAddress] = []

        mutating func step(_ engine: inout Engine, _ event: Event, _ now: Timestamp) {
            let began = thread_nanoseconds()
            let made = engine.step(event, now: now)
            note(event, thread_nanoseconds() - began)
            steps += 1
            effects += made.count
            for case .probeNow(let addresses) in made { asked += addresses }
        }

        private mutating func note(_ event: Event, _ took: UInt64) {
            let kind =
                switch event {
                case .observationArrived: "an observation"
                case .platformListed: "a listing"
                case .deadlinePassed: "a deadline"
                default: "another"
                }
            if let position = longest.firstIndex(where: { $0.kind == kind }) {
                longest[position].took = max(longest[position].took, took)
            } else {
                longest.append((kind, took))
            }
        }

        /// By what happened.
        var longestOfEach: String {
            longest.map { "\($0.kind) \($0.took / 1_000) µs" }.joined(separator: ", ")
        }

        mutating func takeAsked() -> [ProbeAddress] {
            defer { asked = [] }
            return asked
        }
    }
}
