@testable import Engine

/// The web rule of the design, and a fleet of web servers for it.
enum Samples {
    static func id(_ number: Int) -> VPSID {
        guard let id = VPSID("vps_\(number)") else { preconditionFailure("a sample id is valid") }
        return id
    }

    static func web(_ number: Int, mode: Mode = .armed) -> Target {
        let host = "203.0.113.\(number)"
        return Target(
            id: id(number),
            name: "web-\(number)",
            labels: [Label("role", "web")],
            mode: mode,
            probes: [
                ProbeDefinition(
                    name: "http",
                    interval: .seconds(10),
                    timeout: .seconds(3),
                    check: .http(HTTPCheck(url: "http://\(host)/health", host: host))
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

    static let agent = ProbeDefinition(
        name: "agent",
        interval: .seconds(30),
        timeout: .seconds(5),
        check: .agent(AgentCheck())
    )

    static func state(_ probe: String, _ state: Expression.ProbeState) -> Expression { .state(probe: probe, state) }

    static let hung = Condition(
        text: "http.down and icmp.down and platform.running",
        expression: .and(.and(state("http", .down), state("icmp", .down)), .platform(.running))
    )
    static let httpOnly = Condition(
        text: "http.down and platform.running",
        expression: .and(state("http", .down), .platform(.running))
    )
    static let downOnly = Condition(
        text: "http.down and icmp.down",
        expression: .and(state("http", .down), state("icmp", .down))
    )
    static let serving = Condition(text: "http.up", expression: state("http", .up))

    static func rule(when: Condition = hung) -> Rule {
        Rule(
            name: "web-hung",
            match: .init(labels: [Label("role", "web")]),
            when: when,
            holdFor: .seconds(60),
            ladder: [
                Rung(action: .restart, wait: .seconds(180)),
                Rung(action: .reset, wait: .seconds(240), attempts: 2),
                Rung(action: .page, severity: "page"),
            ],
            recovery: .init(when: serving, holdFor: .seconds(30)),
            cooldown: .minutes(30),
            perTarget: Budget(count: 3, window: .hours(24))
        )
    }

    static func policy(
        fleet: Int = 5,
        mode: Mode = .armed,
        rules: [Rule] = [rule()],
        limits: FleetLimits = FleetLimits(),
        references: [ProbeDefinition] = []
    ) -> Policy {
        Policy(
            mode: mode,
            targets: (0..<fleet).map { web($0 + 1) },
            references: references,
            rules: rules,
            limits: limits,
            routes: [Route(receivers: ["oncall"])]
        )
    }

    static let reference = ProbeDefinition(
        name: "gateway",
        interval: .seconds(10),
        timeout: .seconds(2),
        check: .tcp(TCPCheck(host: "192.0.2.1", port: 443))
    )
}
