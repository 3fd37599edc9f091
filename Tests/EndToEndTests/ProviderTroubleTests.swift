import Sandbox
import Testing

/// Two guests die. The provider's API is broken for one when it is told to restart, for the other when it is asked how
/// that one is; a third guest is well.
@Suite("A provider in trouble", .needsRoot)
struct ProviderTroubleTests {
    /// Its answer to everything asked of one endpoint, and whether a restart may have been taken nevertheless.
    struct Trouble: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var fault: ScriptedFault
        var leavesDoubt: Bool
    }

    static let troubles = [
        Trouble(testDescription: "does not answer", fault: .init("hang"), leavesDoubt: true),
        Trouble(testDescription: "500", fault: .init("status", "500"), leavesDoubt: true),
        Trouble(testDescription: "an HTML page", fault: .init("html"), leavesDoubt: true),
        Trouble(testDescription: "truncated JSON", fault: .init("truncated"), leavesDoubt: true),
        Trouble(testDescription: "401", fault: .init("status", "401"), leavesDoubt: false),
        Trouble(testDescription: "403", fault: .init("status", "403"), leavesDoubt: false),
        Trouble(testDescription: "404", fault: .init("status", "404"), leavesDoubt: false),
        Trouble(testDescription: "409", fault: .init("status", "409"), leavesDoubt: false),
        Trouble(testDescription: "429", fault: .init("status", "429"), leavesDoubt: false),
    ]

    @Test("causes no escalation, and no second restart that could be taken", arguments: troubles)
    func trouble(_ trouble: Trouble) async throws {
        // The wait outlasts the test: what is sent within it was sent too much.
        try await Theatre.play(Scene(restartWait: 300)) { theatre in
            let (told, asked) = (theatre.guests[0], theatre.guests[1])
            try await theatre.sandbox.switchOn(trouble.fault, for: told, at: "power")
            for endpoint in ["status", "get", "details"] {
                try await theatre.sandbox.switchOn(trouble.fault, for: asked, at: endpoint)
            }
            try await theatre.sandbox.hang(told, "hard")
            try await theatre.sandbox.hang(asked, "hard")

            try await theatre.action(on: told, reaches: trouble.leavesDoubt ? "outcome_unknown" : "rejected")
            let words = try await theatre.refusal(of: asked, by: "platform")
            #expect(words.contains("blind to the provider"))
            try await Task.sleep(for: .seconds(4))

            let sent = try await theatre.sandbox.powerActions()
            #expect(sent.allSatisfy { $0.vps == told.id && $0.verb == "restart" })
            // What was certainly not taken may be tried again; what may have been is never sent twice.
            if trouble.leavesDoubt { #expect(sent.count == 1) }
            #expect(sent.count { $0.status == 202 } <= 1)
            #expect(try await theatre.isAliveAndProbing())
        }
    }

    @Test("that answers nothing but its list is waited for: the guest is brought back once it answers again")
    func absence() async throws {
        try await Theatre.play { theatre in
            let patient = theatre.guests[0]
            try await theatre.sandbox.hang(patient, "hard")
            for endpoint in ["status", "get", "details", "power"] {
                try await theatre.sandbox.switchOn(.init("hang_up"), at: endpoint)
            }
            try await theatre.refusal(of: patient, by: "platform")
            #expect(try await theatre.sandbox.powerActions().isEmpty)
            #expect(await theatre.client.answers("/-/ready"))

            try await theatre.sandbox.clearFaults()
            let incident = try await theatre.incident(of: patient, reaches: "recovered")
            #expect(incident.actions.map(\.action) == ["restart", "reset"])
        }
    }
}
