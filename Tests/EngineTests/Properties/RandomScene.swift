@testable import Engine

/// What is seen at random, in plain words: the ground for both the engine's evaluation and the reference's.
struct Scene {
    struct Probe {
        var isProven: Bool
        /// Oldest first; the latest started `age` before now.
        var results: [Expression.ProbeState]
        var age: TimeSpan
        var measures: Measures
    }

    static let now = Timestamp(milliseconds: 1_700_000_000_000)
    static let names = ["a", "b", "agent"]
    static let label = Label("role", "web")
    static let interval = TimeSpan.seconds(10)
    static let timeout = TimeSpan.seconds(3)
    static let signWindow = TimeSpan.seconds(60)

    var probes: [Probe]
    var powerState: PowerState?
    var latestSignAge: TimeSpan?
    /// Nil: none was made.
    var diagnosis: Diagnosis?
    /// States of the targets that have the label; nil: no rule mentions it.
    var targets: [Expression.ProbeState]?

    init(_ random: inout SeededRandom) {
        probes = Scene.names.map { _ in Scene.probe(&random) }
        powerState = random.chance(30) ? nil : random.pick(PowerState.allCases)
        latestSignAge = random.chance(30) ? nil : .seconds(Int64.random(in: 0...120, using: &random))
        diagnosis = random.chance(20) ? nil : random.pick(Diagnosis.allCases)
        let count = Int.random(in: 0...4, using: &random)
        targets = random.chance(20) ? nil : (0..<count).map { _ in random.pick(Expression.ProbeState.allCases) }
    }

    private static func probe(_ random: inout SeededRandom) -> Probe {
        var measures = Measures()
        measures.duration = UInt32.random(in: 0...2_000_000, using: &random)
        if random.chance(50) { measures.httpStatus = random.pick([200, 404, 503]) }
        if random.chance(50) { measures.echoesSent = 4 }
        measures.echoesReceived = UInt16.random(in: 0...4, using: &random)
        if random.chance(50) {
            measures.certificateExpiry = 1_700_000_000 + Int64.random(in: -100_000...1_000_000, using: &random)
        }
        return Probe(
            isProven: random.chance(80),
            results: (0..<Int.random(in: 0...6, using: &random)).map { _ in
                random.pick(Expression.ProbeState.allCases)
            },
            age: random.chance(80) ? .seconds(1) : .seconds(60),
            measures: measures
        )
    }

    /// As the engine sees it.
    var sight: Sight {
        var sight = Sight(
            probes: zip(Scene.names, probes).map(Scene.track),
            now: Scene.now,
            powerState: powerState,
            latestSignAt: latestSignAge.map { Scene.now - $0 },
            signWindow: Scene.signWindow
        )
        sight.diagnosis = diagnosis
        if let targets { sight.tallies = [Scene.tally(targets)] }
        return sight
    }

    private static func track(_ name: String, _ probe: Probe) -> ProbeTrack {
        let check: Check = name == "agent" ? .agent(AgentCheck()) : .icmp(ICMPCheck(host: "203.0.113.1"))
        let definition = ProbeDefinition(name: name, interval: interval, timeout: timeout, check: check)
        var track = ProbeTrack(definition, isProven: probe.isProven)
        for (round, state) in probe.results.enumerated() {
            let startedAt = now - probe.age - interval * Int64(probe.results.count - 1 - round)
            let address = ProbeAddress(owner: .target(0), probe: 0, epoch: 0)
            _ = track.take(
                Observation(
                    probe: address,
                    startedAt: startedAt,
                    endedAt: startedAt,
                    result: result(state),
                    measures: probe.measures
                )
            )
        }
        return track
    }

    private static func result(_ state: Expression.ProbeState) -> ProbeResult {
        switch state {
        case .up: .up
        case .down: .down(Reason(.timedOut))
        case .unknown: .unknown(Reason(.networkUnreachable))
        }
    }

    /// Real targets with one probe each, counted as the engine counts them.
    private static func tally(_ states: [Expression.ProbeState]) -> LabelTally {
        let targets = states.enumerated().map { index, state in
            let check = Check.icmp(ICMPCheck(host: "203.0.113.1"))
            let probe = ProbeDefinition(name: "p", interval: interval, timeout: timeout, check: check)
            let target = Target(id: Samples.id(index), name: "t\(index)", labels: [label], probes: [probe])
            var seen = TargetState(target, rules: [], boots: BootLog()) { _ in true }
            let address = ProbeAddress(owner: .target(index), probe: 0, epoch: 0)
            let at = now - .seconds(1)
            _ = seen.probes[0].take(Observation(probe: address, startedAt: at, endedAt: at, result: result(state)))
            return seen
        }
        var tallies = LabelTallies([label], over: targets)
        tallies.refresh(targets, at: now)
        return tallies.all[0]
    }
}

extension Expression {
    /// At random, over a scene's probes and label.
    static func random(_ random: inout SeededRandom, depth: Int = 4) -> Expression {
        guard depth > 0, random.chance(70) else { return leaf(&random) }
        switch Int.random(in: 0..<3, using: &random) {
        case 0: return .not(self.random(&random, depth: depth - 1))
        case 1: return .and(self.random(&random, depth: depth - 1), self.random(&random, depth: depth - 1))
        default: return .or(self.random(&random, depth: depth - 1), self.random(&random, depth: depth - 1))
        }
    }

    private static func leaf(_ random: inout SeededRandom) -> Expression {
        let probe = random.pick(Scene.names)
        let state = random.pick(ProbeState.allCases)
        switch Int.random(in: 0..<8, using: &random) {
        case 5: return .diagnosis(random.pick(Diagnosis.allCases))
        case 0: return .state(probe: probe, state)
        case 1:
            let rounds = Int.random(in: 1...8, using: &random)
            return .atLeast(probe: probe, state, hits: Int.random(in: 1...rounds, using: &random), rounds: rounds)
        case 2: return .platform(random.pick(PowerState.allCases))
        case 3: return .agent(available: random.chance(50))
        case 4: return .signsOfLife
        default:
            let (quantity, number) = quantity(probe, state, &random)
            return .comparison(quantity, random.pick(Comparator.allCases), number)
        }
    }

    private static func quantity(
        _ probe: String,
        _ state: ProbeState,
        _ random: inout SeededRandom
    ) -> (Quantity, Double) {
        switch Int.random(in: 0..<7, using: &random) {
        case 0: (.latency(probe: probe), random.pick([0.5, 1, 1.5]))
        case 1: (.loss(probe: probe), random.pick([0, 0.25, 0.5, 1]))
        case 2: (.status(probe: probe), random.pick([200, 404, 500]))
        case 3: (.streak(probe: probe), random.pick([1, 2, 3]))
        case 4: (.count(state), random.pick([0, 1, 2, 3]))
        case 5: (.targets(state, Scene.label), random.pick([0, 1, 2, 3]))
        default: (.certificateLeft(probe: probe), random.pick([0, 86_400, 604_800]))
        }
    }
}
