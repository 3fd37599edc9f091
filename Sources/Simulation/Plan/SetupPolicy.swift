public import Engine

/// The configuration that a setup stands for.
extension Setup {
    static let window = TimeSpan.minutes(10)

    public var policy: Policy {
        Policy(
            mode: policyMode,
            targets: (0..<targets).map(target),
            references: (0..<references).map { reference($0) },
            rules: [rule],
            limits: FleetLimits(fleet: fleetBudget, inFlight: inFlight, storm: Double(storm) / 100),
            groups: groups,
            windows: windows,
            bootGrace: bootGrace,
            sweep: sweep,
            assumeGates: assumeGates,
            assumeIdle: assumeIdle,
            routes: [
                Route(severity: "page", receivers: ["oncall", "chat"], remindEvery: .minutes(10)),
                Route(receivers: ["chat"]),
            ],
            receivers: [
                ReceiverPolicy(name: "oncall", fallback: "chat"),
                ReceiverPolicy(name: "chat", isGrouped: false, resendEvery: .minutes(2)),
            ]
        )
    }

    private var groups: [GroupLimits] {
        guard groupStorm > 0 || groupBudget >= 0 else { return [] }
        let storm = groupStorm > 0 ? Double(groupStorm) / 100 : nil
        let budget = groupBudget >= 0 ? Budget(count: groupBudget, window: .hours(1)) : nil
        return [GroupLimits(label: "region", storm: storm, budget: budget)]
    }

    private var windows: [MaintenanceWindow] {
        guard let windowAt else { return [] }
        // Every hour of the day is covered, so that any run meets it.
        return (0..<24).map { hour in
            let from = hour * 60 + windowAt
            let to = (from + 10) % 1_440
            return MaintenanceWindow(name: "hour-\(hour)", from: from, to: to == 0 ? 1_440 : to, zone: .utc)
        }
    }

    static func id(_ guest: Int) -> VPSID {
        guard let id = VPSID("vps_\(guest + 1)") else { preconditionFailure("a number makes a valid id") }
        return id
    }

    static func address(_ guest: Int) -> IPAddress { IPAddress(v4: 0x0A00_0000 + UInt32(guest) + 1) }
    static let cdn = IPAddress(v4: 0xC633_6401)

    func region(of guest: Int) -> Int { guest % max(1, regions) }

    private func target(_ guest: Int) -> Target {
        Target(
            id: Setup.id(guest),
            vmid: 10_000 + guest,
            name: "vps-\(guest + 1)",
            labels: [Label("role", "web"), Label("region", "r\(region(of: guest))")],
            mode: guest < observers ? .observe : .armed,
            probes: probes(of: guest)
        )
    }

    private func probes(of guest: Int) -> [ProbeDefinition] {
        let host = Setup.address(guest).description
        let web = hasCDN ? "www\(guest + 1).example.org" : host
        let direct = [
            probe("http", .http(HTTPCheck(url: "http://\(web)/health", host: web))),
            probe("icmp", .icmp(ICMPCheck(host: host))),
            probe("ssh", .tcp(TCPCheck(host: host, port: 22, banner: "SSH-"))),
        ]
        return hasAgent ? direct + [probe("agent", .agent(AgentCheck()))] : direct
    }

    private func probe(_ name: String, _ check: Check) -> ProbeDefinition {
        ProbeDefinition(name: name, interval: pace, timeout: min(.seconds(3), pace - .seconds(1)), check: check)
    }

    private func reference(_ number: Int) -> ProbeDefinition {
        let host = "192.0.2.\(number + 1)"
        return ProbeDefinition(
            name: "tcp://\(host):443",
            interval: pace,
            timeout: .seconds(2),
            check: .tcp(TCPCheck(host: host, port: 443))
        )
    }
}

/// Its rule.
extension Setup {
    private var rule: Rule {
        Rule(
            name: "web",
            mode: ruleMode,
            match: .init(labels: [Label("role", "web")]),
            when: when,
            holdFor: holdFor,
            ladder: rungs,
            recovery: .init(
                when: Condition(text: "http.up", expression: .state(probe: "http", .up)),
                holdFor: recoveryFor
            ),
            cooldown: cooldown,
            perTarget: perTarget,
            patience: patience,
            flaps: flaps
        )
    }

    private func down(_ probe: String) -> Expression { .state(probe: probe, .down) }

    private var when: Condition {
        switch trigger {
        case .hung:
            Condition(
                text: "http.down and ssh.down and platform.running",
                expression: .and(.and(down("http"), down("ssh")), .platform(.running))
            )
        case .service:
            Condition(
                text: "http.down and platform.running",
                expression: .and(down("http"), .platform(.running))
            )
        case .halfHung:
            Condition(
                text: "http.down and ssh.down and icmp.up and platform.running",
                expression: .and(
                    .and(.and(down("http"), down("ssh")), .state(probe: "icmp", .up)),
                    .platform(.running)
                )
            )
        case .streak:
            Condition(
                text: "down(http, 3 of 4) and http.down and platform.running",
                expression: .and(
                    .and(.atLeast(probe: "http", .down, hits: 3, rounds: 4), down("http")),
                    .platform(.running)
                )
            )
        case .either:
            Condition(
                text: "(http.down or ssh.down) and not icmp.up and platform.running",
                expression: .and(
                    .and(.or(down("http"), down("ssh")), .not(.state(probe: "icmp", .up))),
                    .platform(.running)
                )
            )
        case .stopped: Condition(text: "platform.stopped", expression: .platform(.stopped))
        }
    }

    private var rungs: [Rung] {
        let despite: SignsOfLife = trigger == .halfHung ? [.echo, .synAck] : []
        let restart = Rung(action: .restart, wait: wait)
        let reset = Rung(action: .reset, wait: wait, despite: despite)
        let page = Rung(action: .page, severity: "page")
        switch ladder {
        case .restartResetPage: return [restart, reset, page]
        case .execRestartReset:
            return [Rung(action: .exec(command: "systemctl restart web"), wait: .seconds(40)), restart, reset, page]
        case .restartOnly: return [restart, page]
        case .resetFirst: return [reset, page]
        case .twice:
            var twice = reset
            twice.attempts = 2
            return [restart, twice, page]
        case .start: return [Rung(action: .start, wait: wait), page]
        }
    }
}
