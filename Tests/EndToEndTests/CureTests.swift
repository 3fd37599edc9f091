import Sandbox
import Testing

/// The main job.
@Suite("A hung guest", .needsRoot)
struct CureTests {
    @Test("gets one restart, after its wait one reset, and is back; nobody else is touched")
    func silence() async throws {
        try await Theatre.play { theatre in
            let patient = theatre.guests[1]
            try await theatre.sandbox.hang(patient, "hard")
            let incident = try await theatre.incident(of: patient, reaches: "recovered")

            #expect(incident.actions.map(\.action) == ["restart", "reset"])
            #expect(incident.curedBy == "reset")
            let sent = try await theatre.sandbox.powerActions()
            #expect(sent.map(\.verb) == ["restart", "reset"])
            #expect(sent.allSatisfy { $0.vps == patient.id && $0.status == 202 })
            let pause = try Moment.seconds(from: incident.actions[0].intendedAt, to: incident.actions[1].intendedAt)
            #expect(pause >= Double(theatre.scene.restartWait))
            #expect(await theatre.client.incidents().count == 1)

            let messages = try await theatre.messages(about: patient, until: "resolved")
            #expect(
                messages.map(\.commonLabels.kind) == ["incident_opened", "action_sent", "action_sent", "recovered"]
            )
            #expect(messages.dropLast().allSatisfy { $0.status == "firing" })
            #expect(Set(messages.map(\.groupKey)).count == 1)
        }
    }

    @Test("whose kernel lives is cured by the restart alone")
    func muteness() async throws {
        try await Theatre.play(Scene(when: Scene.unserved)) { theatre in
            let patient = theatre.guests[0]
            try await theatre.sandbox.hang(patient, "soft")
            let incident = try await theatre.incident(of: patient, reaches: "recovered")

            #expect(incident.curedBy == "restart")
            #expect(try await theatre.sandbox.powerActions().map(\.verb) == ["restart"])
        }
    }

    @Test("that still answers pings is restarted but never reset, and a person is told why")
    func heartbeat() async throws {
        try await Theatre.play(Scene(when: Scene.unserved)) { theatre in
            let patient = theatre.guests[2]
            try await theatre.sandbox.hang(patient, "half", curedBy: "reset")
            let incident = try await theatre.incident(of: patient, reaches: "handed_over")

            #expect(incident.conclusion?.contains("reset refused: noSignOfLife: echo") == true)
            #expect(try await theatre.sandbox.powerActions().map(\.verb) == ["restart"])
            let page = try await eventually("a person is told") {
                try theatre.inbox.messages(about: theatre.name(of: patient)).last {
                    $0.commonLabels.kind == "handed_over"
                }
            }
            #expect(page.commonLabels.severity == "page")
            #expect(page.commonAnnotations.summary.contains("noSignOfLife: echo"))

            // Handed over is not over: its end is told as well.
            try await theatre.sandbox.recover(patient)
            try await theatre.incident(of: patient, reaches: "recovered")
            let messages = try await theatre.messages(about: patient, until: "resolved")
            #expect(Set(messages.map(\.groupKey)) == [page.groupKey])
        }
    }
}
