import Testing

@Suite("Hands off", .needsRoot)
struct HandsOffTests {
    @Test("in observe mode it says what it would have done, and sends nothing")
    func observing() async throws {
        try await Theatre.play(Scene(mode: "observe")) { theatre in
            let patient = theatre.guests[1]
            try await theatre.sandbox.hang(patient, "hard")
            let decision = try await eventually("it says what it would do") {
                await theatre.decisions(on: patient).first { $0.verdict == "would_act" }
            }
            #expect(decision.action == "restart")
            #expect(decision.summary == "would have sent restart: mode: observe")
            #expect(Set(decision.refusals.keys) == ["armed"])
            let message = try await eventually("a person is told") {
                try theatre.inbox.messages(about: theatre.name(of: patient)).first {
                    $0.commonLabels.kind == "would_act"
                }
            }
            #expect(message.commonAnnotations.summary.contains("would have sent restart"))
            #expect(try await theatre.sandbox.powerActions().isEmpty)
        }
    }

    enum Way: String, CaseIterable, Sendable {
        case file = "the file PAUSED"
        case command = "defib pause"
    }

    @Test("while it is paused nothing is sent, and after 'defib resume' it goes on", arguments: Way.allCases)
    func paused(_ way: Way) async throws {
        try await Theatre.play { theatre in
            let config = theatre.folder.file("defib.yml")
            switch way {
            case .file: try theatre.folder.put("", in: "data/PAUSED")
            case .command:
                let pause = try await theatre.namespace.defib("pause", "--reason", "drill", "--config", config)
                #expect(pause.code == 0, "\(pause.errors)")
            }
            _ = try await eventually("it knows") { (await theatre.client.metric("defib_paused") == 1).ifTrue }
            let patient = theatre.guests[0]
            try await theatre.sandbox.hang(patient, "hard")
            let words = try await theatre.refusal(of: patient, by: "armed")
            #expect(words.contains("paused"))
            #expect(try await theatre.sandbox.powerActions().isEmpty)

            let resume = try await theatre.namespace.defib("resume", "--config", config)
            #expect(resume.code == 0, "\(resume.errors)")
            try await theatre.incident(of: patient, reaches: "recovered")
            #expect(try await theatre.sandbox.powerActions().map(\.verb) == ["restart", "reset"])
        }
    }
}
