import Engine

/// Web servers with three probes each, as a rule of the usual kind watches them.
struct Fleet {
    let policy: Policy
    private static let probes = ["http", "icmp", "tcp"]

    init(size: Int) {
        policy = Policy(
            mode: .armed,
            targets: (0..<size).map(Fleet.target),
            rules: [Fleet.rule],
            routes: [Route(receivers: ["oncall"])]
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

    private static var rule: Rule {
        func down(_ probe: String) -> Expression { .state(probe: probe, .down) }
        let hung = Expression.and(.and(.and(down("http"), down("icmp")), down("tcp")), .platform(.running))
        return Rule(
            name: "web-hung",
            match: .init(labels: [Label("role", "web")]),
            when: Condition(text: "http.down and icmp.down and tcp.down and platform.running", expression: hung),
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

    /// The observation number `index` of the fleet's endless rounds.
    func observation(_ index: Int, at time: Timestamp, isUp: (Int) -> Bool) -> Observation {
        let (target, probe) = (index / 3 % policy.targets.count, index % 3)
        let up = isUp(target)
        return Observation(
            probe: ProbeAddress(owner: .target(target), probe: probe, epoch: 0),
            startedAt: time - .milliseconds(2),
            endedAt: time,
            result: up ? .up : .down(Reason(.timedOut)),
            signs: up ? [.synAck] : [],
            remote: up ? policy.targets[target].probes[probe].check.literalAddress : nil
        )
    }
}
