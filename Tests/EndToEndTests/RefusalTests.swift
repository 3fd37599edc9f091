import Sandbox
import Testing

/// Every guest here is dead for good, and is not touched.
@Suite("Nothing is sent", .needsRoot)
struct RefusalTests {
    /// Something the provider says of one VPS, and the gate that it closes.
    struct Obstacle: Sendable {
        var fault: ScriptedFault
        var endpoint: String?
        var gate: String
        var words: String
    }

    static let obstacles = [
        Obstacle(fault: .init("gates", #""absent""#), gate: "capability", words: "no canRestart"),
        Obstacle(fault: .init("gates", #""denied""#), gate: "capability", words: "canRestart is denied"),
        Obstacle(fault: .init("gates", #""denied_boolean""#), gate: "capability", words: "canRestart is denied"),
        Obstacle(fault: .init("gates", #""malformed""#), gate: "capability", words: "is not understood"),
        Obstacle(fault: .init("pending_tasks", #""absent""#), gate: "platform", words: "no pendingTasks"),
        Obstacle(fault: .init("pending_tasks", #""busy""#), gate: "platform", words: "tasks are pending"),
        Obstacle(fault: .init("maintenance"), gate: "maintenance", words: "changes pending"),
        // The list still calls it running: only a fresh look tells.
        Obstacle(fault: .init("power_state", #""stopped""#), endpoint: "status", gate: "platform", words: "stopped"),
        Obstacle(fault: .init("service_status", #""suspended""#), gate: "platform", words: "not active"),
    ]

    @Test("while the provider's own words stand against it; a person is told which")
    func provider() async throws {
        let scene = Scene(guests: Self.obstacles.count + 1, storm: "100%", patience: "10s")
        try await Theatre.play(scene) { theatre in
            let cases = Array(zip(theatre.guests, Self.obstacles))
            for (guest, obstacle) in cases {
                try await theatre.sandbox.switchOn(obstacle.fault, for: guest, at: obstacle.endpoint)
                try await theatre.sandbox.hang(guest, "hard")
            }
            for (guest, obstacle) in cases {
                let words = try await theatre.refusal(of: guest, by: obstacle.gate)
                #expect(words.contains(obstacle.words), "\(obstacle.fault)")
                let incident = try await theatre.incident(of: guest, reaches: "handed_over")
                #expect(incident.conclusion?.contains(words) == true, "\(obstacle.fault)")
                #expect(incident.actions.isEmpty)
            }
            #expect(try await theatre.sandbox.powerActions().isEmpty)
        }
    }

    @Test("on a VPS that the provider does not call running")
    func switchedOff() async throws {
        try await Theatre.play { theatre in
            let guest = theatre.guests[0]
            try await theatre.sandbox.switchOn(.init("power_state", #""stopped""#), for: guest)
            _ = try await eventually("the listing says so") {
                await theatre.client.targets().contains { $0.powerState == "stopped" }.ifTrue
            }
            try await theatre.sandbox.hang(guest, "hard")
            try await theatre.remainsUntouched(guest)
            #expect(await theatre.client.incidents().isEmpty)
        }
    }

    @Test("for a ping that was never answered", .needs("nft", package: "nftables"))
    func firewall() async throws {
        try await Theatre.open(Scene(when: "icmp.down and platform.running")) { theatre in
            let guest = theatre.guests[0]
            try await theatre.dropEchoReplies(of: guest)
            try await theatre.start()
            _ = try await eventually("everything but that ping answers") {
                let states = await theatre.client.targets().flatMap(\.probes).map(\.state)
                return (states.count { $0 == "up" } == 8 && states.contains("unproven")).ifTrue
            }
            try await theatre.remainsUntouched(guest)
            #expect(await theatre.client.incidents().isEmpty)
        }
    }

    @Test("on a lone target without references: its death looks like our own network's")
    func loneliness() async throws {
        try await Theatre.play(Scene(guests: 1)) { theatre in
            try await theatre.sandbox.hang(theatre.guests[0], "hard")
            let incident = try await theatre.incident(of: theatre.guests[0], reaches: "handed_over")
            #expect(incident.conclusion?.contains("selfHealth: a fleet of one") == true)
            #expect(try await theatre.sandbox.powerActions().isEmpty)
        }
    }

    @Test("when everything dies at once, and nothing when everything is back by itself")
    func storm() async throws {
        try await Theatre.play(Scene(guests: 4, storm: "50%")) { theatre in
            try await withThrowingDiscardingTaskGroup { group in
                for guest in theatre.guests { group.addTask { try await theatre.sandbox.hang(guest, "hard") } }
            }
            for guest in theatre.guests { try await theatre.refusal(of: guest, by: "storm") }
            #expect(await theatre.client.metric("defib_storm") == 1)

            for guest in theatre.guests { try await theatre.sandbox.recover(guest) }
            for guest in theatre.guests {
                let incident = try await theatre.incident(of: guest, reaches: "recovered")
                #expect(incident.curedBy == nil)
            }
            #expect(await theatre.client.metric("defib_storm") == 0)
            #expect(try await theatre.sandbox.powerActions().isEmpty)
        }
    }
}

extension Theatre {
    /// Holds for longer than a rule takes from the first failure to an action.
    fileprivate func remainsUntouched(_ guest: GuestDescription) async throws {
        try await Task.sleep(for: .seconds(10))
        #expect(try await isAliveAndProbing())
        #expect(try await sandbox.powerActions(on: guest).isEmpty)
    }

    /// As a firewall does that was there before Defib.
    fileprivate func dropEchoReplies(of guest: GuestDescription) async throws {
        let rules = """
            table ip wall {
                chain incoming {
                    type filter hook input priority 0;
                    ip saddr \(guest.address) icmp type echo-reply drop
                }
            }
            """
        try folder.put(rules, in: "wall.nft")
        let ending = try await namespace.complete(["nft", "-f", folder.file("wall.nft")])
        #expect(ending.code == 0, "\(ending.errors)")
    }
}
