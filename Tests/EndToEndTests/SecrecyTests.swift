import Sandbox
import Testing
import Transfer

@Suite("The provider's token, the receiver's and the heartbeat's URL", .needsRoot)
struct SecrecyTests {
    @Test("are nowhere to be found, whatever went wrong")
    func tokens() async throws {
        try await Theatre.play(Scene(when: Scene.unserved, hasHeartbeat: true)) { theatre in
            // Errors are where secrets leak: one refusal with a body, one broken answer, then a cure.
            let patient = theatre.guests[0]
            try await theatre.sandbox.switchOn(.init("status", "401"), for: patient, at: "status")
            try await theatre.sandbox.switchOn(.init("not_json"), for: patient, at: "details")
            try await theatre.sandbox.hang(patient, "soft")
            try await theatre.refusal(of: patient, by: "platform")
            try await theatre.sandbox.clearFaults()
            try await theatre.incident(of: patient, reaches: "recovered")
            try await theatre.messages(about: patient, until: "resolved")

            _ = try await eventually("the heartbeat beats") {
                await theatre.client.metric(#"defib_heartbeat_pings_total{kind="success",outcome="taken"}"#)
                    .flatMap { $0 > 0 ? $0 : nil }
            }

            for (place, bytes) in try await Self.everythingSaid(by: theatre, about: patient.id) {
                #expect(!bytes.isEmpty, "\(place)")
                for secret in theatre.scene.secrets {
                    #expect(bytes.firstRange(of: Array(secret.utf8)) == nil, "\(secret) is in \(place)")
                }
            }
        }
    }

    /// All that leaves the process, by where it is found.
    private static func everythingSaid(by theatre: Theatre, about vps: String) async throws -> [(String, [UInt8])] {
        var said: [(String, [UInt8])] = []
        for path in ["/", "/metrics"] + ["status", "targets", "incidents", "decisions"].map({ "/api/v1/\($0)" }) {
            said.append((path, await theatre.client.get(path)?.body ?? []))
        }
        for name in ["cmdline", "environ"] {
            said.append((name, Folder.read("/proc/\(theatre.defib.pid)/\(name)")))
        }
        let config = theatre.folder.file("defib.yml")
        for command in [["status"], ["explain", vps], ["explain", vps, "--json"]] {
            let ending = try await theatre.namespace.complete([Program.path] + command + ["--config", config])
            said.append((command.joined(separator: " "), Array((ending.output + ending.errors).utf8)))
        }
        for body in theatre.inbox.posted { said.append(("a notification", body)) }
        said.append(("standard error", Array(theatre.defib.log.utf8)))
        // Before and after what is only in memory or in the write-ahead log has come to rest.
        said += try theatre.folder.files(in: "data").map { ("data_dir/\($0.key)", $0.value) }
            .filter { !$0.1.isEmpty }
        _ = await theatre.defib.terminate()
        said += try theatre.folder.files(in: "data").map { ("data_dir/\($0.key), at rest", $0.value) }
            .filter { !$0.1.isEmpty }
        return said
    }
}
