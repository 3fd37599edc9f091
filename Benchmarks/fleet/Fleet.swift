public import Engine

/// Web servers with three probes each, and what they answer: the fleet of every benchmark of the engine.
public struct Fleet: Sendable {
    public let policy: Policy
    /// Of each target, parsed once.
    private let addresses: [IPAddress?]

    public init(size: Int, rules: [Rule]) {
        policy = Policy(
            mode: .armed,
            targets: (0..<size).map(Fleet.target),
            rules: rules,
            routes: [Route(receivers: ["oncall"])]
        )
        addresses = policy.targets.map { $0.probes[0].check.literalAddress }
    }

    /// The observation number `index` of the fleet's endless rounds. Latencies move, so that what reads them has to look.
    public func observation(_ index: Int, at time: Timestamp, isUp: (Int) -> Bool = { _ in true }) -> Observation {
        let (target, probe) = (index / 3 % policy.targets.count, index % 3)
        var measures = Measures()
        measures.duration = UInt32(2_000 + index % 97)
        let up = isUp(target)
        return Observation(
            probe: ProbeAddress(owner: .target(target), probe: probe, epoch: 0),
            startedAt: time - .milliseconds(2),
            endedAt: time,
            result: up ? .up : .down(Reason(.timedOut)),
            signs: up ? [.synAck] : [],
            remote: up ? addresses[target] : nil,
            measures: measures
        )
    }

    private static func target(_ number: Int) -> Target {
        let host = "10.\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"
        guard let id = VPSID("vps_\(number)") else { preconditionFailure("ids of digits are valid") }
        return Target(
            id: id,
            name: "web-\(number)",
            labels: [Label("role", "web"), Label("region", "r\(number % 8)")],
            probes: [
                probe("http", 10, .http(HTTPCheck(url: "http://\(host)/", host: host))),
                probe("icmp", 5, .icmp(ICMPCheck(host: host))),
                probe("tcp", 10, .tcp(TCPCheck(host: host, port: 22))),
            ]
        )
    }

    private static func probe(_ name: String, _ interval: Int64, _ check: Check) -> ProbeDefinition {
        ProbeDefinition(name: name, interval: .seconds(interval), timeout: .seconds(2), check: check)
    }
}

extension Fleet {
    /// The usual rule: states alone.
    public static let hung = rule(
        "web-hung",
        .and(.and(.and(down("http"), down("icmp")), down("tcp")), .platform(.running))
    )

    /// One that reads measures, each with a bound of its own.
    public static func slow(_ number: Int) -> Rule {
        let isSlow = Expression.comparison(.latency(probe: "http"), .greater, Double(number))
        let isFlapping = Expression.atLeast(probe: "tcp", .down, hits: 2, rounds: 5)
        let isAlone = Expression.comparison(.count(.down), .greaterOrEqual, 2)
        return rule(
            "web-slow-\(number)",
            .and(.or(isSlow, .or(isFlapping, isAlone)), .not(.state(probe: "icmp", .down)))
        )
    }

    private static func down(_ probe: String) -> Expression { .state(probe: probe, .down) }

    private static func rule(_ name: String, _ expression: Expression) -> Rule {
        Rule(
            name: name,
            match: .init(labels: [Label("role", "web")]),
            when: Condition(text: name, expression: expression),
            holdFor: .seconds(60),
            ladder: [
                Rung(action: .restart, wait: .seconds(180)), Rung(action: .reset, wait: .seconds(240)),
                Rung(action: .page, severity: "page"),
            ],
            recovery: .init(
                when: Condition(text: "http.up", expression: .state(probe: "http", .up)),
                holdFor: .seconds(30)
            )
        )
    }
}
