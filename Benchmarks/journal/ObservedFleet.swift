import Engine

/// Web servers near and far with an HTTP probe each 10 s and an echo each 5 s, and what they answer: round trips of their own
/// that waver by a few per cent, with a long tail.
struct ObservedFleet {
    let policy: Policy
    private var random = Random()
    private var bases: [Double]

    init(size: Int) {
        policy = Policy(mode: .observe, targets: (0..<size).map(ObservedFleet.target), rules: [ObservedFleet.rule])
        var random = Random()
        bases = (0..<size).map { _ in 300 * (1 + 200 * random.unit() * random.unit()) }
        self.random = random
    }

    private static func target(_ number: Int) -> Target {
        let host = "10.\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"
        guard let id = VPSID("vps_\(number)") else { preconditionFailure("ids of digits are valid") }
        return Target(
            id: id,
            name: "web-\(number)",
            labels: [Label("role", "web")],
            probes: [
                ProbeDefinition(
                    name: "http",
                    interval: .seconds(10),
                    timeout: .seconds(3),
                    check: .http(HTTPCheck(url: "http://\(host)/", host: host))
                ),
                ProbeDefinition(
                    name: "icmp",
                    interval: .seconds(5),
                    timeout: .seconds(1),
                    check: .icmp(ICMPCheck(host: host))
                ),
            ]
        )
    }

    private static var rule: Rule {
        let hung = Expression.and(.state(probe: "http", .down), .state(probe: "icmp", .down))
        return Rule(
            name: "web-hung",
            match: .init(labels: [Label("role", "web")]),
            when: Condition(text: "http.down and icmp.down", expression: hung),
            holdFor: .seconds(60),
            ladder: [Rung(action: .page, severity: "page")],
            recovery: .init(
                when: Condition(text: "http.up", expression: .state(probe: "http", .up)),
                holdFor: .seconds(30)
            )
        )
    }

    /// What arrives in the 10 ms before a time, in the order in which a schedule spreads it.
    mutating func observations(at now: Timestamp, tick: Int) -> [Observation] {
        let size = policy.targets.count
        var found: [Observation] = []
        for target in (tick % 500 * size / 500)..<((tick % 500 + 1) * size / 500) {
            found.append(echo(target, at: now))
            // Every second round of the echoes.
            if (tick / 500 + target) % 2 == 0 { found.append(page(target, at: now)) }
        }
        // What takes longer arrives later.
        for index in found.indices.dropFirst() where random.unit() < 0.3 { found.swapAt(index, index - 1) }
        return found
    }

    private mutating func page(_ target: Int, at now: Timestamp) -> Observation {
        var measures = Measures()
        measures.httpStatus = 200
        measures.bodyBytes = 3
        measures.resolve = micros(20)
        measures.connect = micros(bases[target])
        measures.processing = micros(bases[target] + 400)
        measures.transfer = micros(25)
        return observation(target, probe: 0, [.synAck, .http], measures, micros(40), at: now)
    }

    private mutating func echo(_ target: Int, at now: Timestamp) -> Observation {
        var measures = Measures()
        measures.echoesSent = 1
        measures.echoesReceived = 1
        measures.roundTrip = micros(bases[target])
        return observation(target, probe: 1, .echo, measures, (measures.roundTrip ?? 0) + micros(30), at: now)
    }

    private mutating func observation(
        _ target: Int,
        probe: Int,
        _ signs: SignsOfLife,
        _ measures: Measures,
        _ rest: UInt32,
        at now: Timestamp
    ) -> Observation {
        var measures = measures
        measures.duration =
            rest + (measures.resolve ?? 0) + (measures.connect ?? 0) + (measures.processing ?? 0)
            + (measures.transfer ?? 0)
        let start = now - .milliseconds(Int64(measures.duration / 1_000) + Int64(random.unit() * 3))
        return Observation(
            probe: ProbeAddress(owner: .target(target), probe: probe, epoch: 0),
            startedAt: start,
            endedAt: start + .milliseconds(Int64(measures.duration / 1_000)),
            result: .up,
            signs: signs,
            remote: policy.targets[target].probes[probe].check.literalAddress,
            measures: measures
        )
    }

    /// About so many, within 5 %, and one in twenty much more.
    private mutating func micros(_ base: Double) -> UInt32 {
        let bell = (0..<4).reduce(0) { sum, _ in sum + random.unit() } / 2 - 1
        let tail = random.unit() < 0.05 ? 1 + random.unit() * 3 : 1
        return UInt32(max(1, base * (1 + 0.08 * bell) * tail))
    }

    /// The same in every run (Knuth's constants for a linear congruence).
    private struct Random {
        private var state: UInt64 = 42

        mutating func unit() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / 9_007_199_254_740_992
        }
    }
}
