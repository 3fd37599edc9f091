import Glibc
import Testing

@Suite("A well-behaved daemon", .needsRoot)
struct SignalTests {
    enum End: String, CaseIterable, Sendable {
        case orderly = "SIGTERM"
        case sudden = "SIGKILL"
    }

    @Test("goes on in its next life with the incident of this one, however that ended", arguments: End.allCases)
    func nextLife(_ end: End) async throws {
        try await Theatre.play { theatre in
            let patient = theatre.guests[0]
            try await theatre.sandbox.hang(patient, "hard")
            try await theatre.action(on: patient, reaches: "completed")
            let before = try #require(await theatre.incidents(of: patient).first)
            switch end {
            case .orderly: #expect(await theatre.defib.terminate() == 0)
            case .sudden: await theatre.defib.kill()
            }

            try await theatre.start()
            let incident = try await theatre.incident(of: patient, reaches: "recovered")
            #expect(incident.id == before.id)
            #expect(try await theatre.sandbox.powerActions().map(\.verb) == ["restart", "reset"])
            let messages = try await theatre.messages(about: patient, until: "resolved")
            #expect(Set(messages.map(\.groupKey)).count == 1)
        }
    }

    @Test("keeps its configuration when SIGHUP brings a broken one, and takes a good one")
    func reload() async throws {
        try await Theatre.play { theatre in
            let good = theatre.scene.configuration(theatre.directions)
            try theatre.folder.put(good + "\nsurprise: true\n", in: "defib.yml")
            theatre.defib.send(SIGHUP)
            _ = try await eventually("the broken one is refused") {
                (await theatre.client.metric("defib_config_last_reload_successful") == 0).ifTrue
            }
            #expect(theatre.defib.log.contains("surprise"))
            #expect(await theatre.client.targets().count == 3)
            #expect(try await theatre.isAliveAndProbing())

            var fewer = theatre.directions
            fewer.guests.removeLast()
            try theatre.folder.put(theatre.scene.configuration(fewer), in: "defib.yml")
            theatre.defib.send(SIGHUP)
            _ = try await eventually("the good one is taken") { (await theatre.client.targets().count == 2).ifTrue }
            _ = try await eventually("it says so") {
                (await theatre.client.metric("defib_config_last_reload_successful") == 1).ifTrue
            }

            // What it watches it still heals.
            try await theatre.sandbox.hang(theatre.guests[0], "hard")
            try await theatre.incident(of: theatre.guests[0], reaches: "recovered")
        }
    }
}
