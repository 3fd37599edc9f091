import Testing

/// `kill -9` at the worst moment there is.
@Suite("Killed right after the POST", .needsRoot)
struct CrashTests {
    static let moments: [(String, ScriptedFault)] = [
        ("the connection broke once it was taken", .init("hang_up_after")),
        ("its answer was still to come", .init("latency", "4000")),
    ]

    @Test(
        "it sends nothing twice: the outcome is unknown, then ineffective, then comes the next rung",
        arguments: moments
    )
    func kill(_ moment: (String, ScriptedFault)) async throws {
        try await Theatre.play { theatre in
            let patient = theatre.guests[0]
            try await theatre.sandbox.switchOn(moment.1, for: patient, at: "power")
            try await theatre.sandbox.hang(patient, "hard")
            _ = try await eventually("the restart is sent") {
                try await theatre.verbs(on: patient).contains("restart").ifTrue
            }
            await theatre.defib.kill()
            let before = try await theatre.sandbox.powerActions().count
            #expect(before == 1)
            try await theatre.sandbox.clearFaults()

            try await theatre.start()
            let restart = try await theatre.action(on: patient, reaches: "outcome_unknown")
            #expect(restart.action == "restart")
            let incident = try await theatre.incident(of: patient, reaches: "recovered")

            #expect(incident.actions.map(\.action) == ["restart", "reset"])
            #expect(incident.actions.first?.state == "ineffective")
            #expect(try await theatre.sandbox.powerActions().map(\.verb) == ["restart", "reset"])
            #expect(await theatre.client.incidents().count == 1)
            let messages = try await theatre.messages(about: patient, until: "resolved")
            #expect(messages.contains { $0.commonLabels.kind == "outcome_unknown" })
            #expect(Set(messages.map(\.groupKey)).count == 1)
        }
    }
}
