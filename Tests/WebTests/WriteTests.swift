import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

/// Operators' requests: for the control socket alone, and checked.
struct WriteTests {
    private static let paths = [
        "/-/reload", "/api/v1/pause", "/api/v1/resume", "/api/v1/close", "/api/v1/acknowledge", "/api/v1/power",
        "/api/v1/silences",
        "/api/v1/silences/end", "/api/v1/unlatch", "/api/v1/rules/judge", "/api/v1/rules/trust",
    ]

    @Test(arguments: paths)
    func aPortOnlyReads(path: String) async throws {
        let daemon = ScriptedDaemon()
        let answer = try await post(path, "{\"by\":\"x\"}", to: daemon, access: .read)
        #expect(answer.status == .forbidden)
        #expect(message(answer)?.contains("use the command line") == true)
        #expect(daemon.requests.isEmpty)
    }

    @Test func theOwnerIsObeyed() async throws {
        let daemon = ScriptedDaemon()
        #expect(try await post("/api/v1/pause", "{\"by\":\"ann\",\"reason\":\"rack\"}", to: daemon).status == .ok)
        #expect(try await post("/api/v1/resume", "{\"by\":\"ann\"}", to: daemon).status == .ok)
        #expect(try await post("/api/v1/close", "{\"incident\":7,\"by\":\"ann\"}", to: daemon).status == .ok)
        let acknowledged = "{\"incident\":7,\"by\":\"ann\",\"note\":\"on it\"}"
        #expect(try await post("/api/v1/acknowledge", acknowledged, to: daemon).status == .ok)
        #expect(
            daemon.requests == [
                "pause by ann: rack", "resume by ann", "close 7 by ann", "acknowledge 7 by ann: on it",
            ]
        )
    }

    @Test func theOwnerSilencesUnlatchesAndJudges() async throws {
        let daemon = ScriptedDaemon()
        let silence =
            "{\"match\":{\"labels\":[],\"names\":[\"web-1\"]},\"length\":7200000,\"by\":\"ann\",\"reason\":\"kernel\"}"
        let bodies = [
            ("silences", silence), ("silences/end", "{\"silence\":3,\"by\":\"ann\"}"),
            ("unlatch", "{\"by\":\"ann\",\"reason\":\"uplink\"}"),
            ("rules/judge", "{\"incident\":7,\"wasRight\":false,\"by\":\"ann\"}"),
            ("rules/trust", "{\"rule\":\"web-hung\",\"by\":\"ann\",\"reason\":\"x\"}"),
        ]
        for (path, body) in bodies {
            #expect(try await post("/api/v1/\(path)", body, to: daemon).status == .ok, "\(path)")
        }
        #expect(
            daemon.requests == [
                "silence [\"web-1\"] for 2h by ann", "end silence 3 by ann", "unlatch by ann: uplink",
                "judge 7 false by ann", "trust web-hung by ann",
            ]
        )
    }

    @Test func gatesThatRefuseAreNamed() async throws {
        let body = "{\"action\":\"reset\",\"vps\":\"vps_1\",\"by\":\"ann\",\"overrides\":[]}"
        let answer = try await post("/api/v1/power", body, to: ScriptedDaemon())
        #expect(answer.status == .conflict)
        let reply = try JSON.decode(PowerReply.self, from: Array(buffer: answer.body))
        #expect(reply.outcome == .refused)
        #expect(reply.gates?.map(\.detail) == ["4 of 9 down, limit 3"])
    }

    @Test func aReloadThatFailedSaysWhere() async throws {
        #expect(try await post("/-/reload", "", to: ScriptedDaemon()).status == .ok)
        let answer = try await post("/-/reload", "", to: ScriptedDaemon(failure: .unavailable("")))
        #expect(answer.status == .unprocessableContent)
        let reply = try JSON.decode(ReloadReply.self, from: Array(buffer: answer.body))
        #expect(reply.diagnostics == ["defib.yml:3:1: error: unknown key 'lisen'"])
    }

    @Test(arguments: [
        ("", "the body is not JSON"), ("nonsense", "the body is not JSON"), ("{}", "'action' is missing"),
        ("{\"action\":5}", "'action' has another type"),
        ("{\"action\":\"reset\",\"vps\":\"a/b\",\"by\":\"x\",\"overrides\":[]}", "'vps': 'a/b' is not a VPS id"),
    ])
    func aBadBodyIsTold(body: String, complaint: String) async throws {
        let answer = try await post("/api/v1/power", body, to: ScriptedDaemon())
        #expect(answer.status == .badRequest)
        #expect(message(answer) == complaint)
    }

    @Test func anUnknownActionIsTold() async throws {
        let answer = try await post("/api/v1/power", "{\"action\":\"explode\"}", to: ScriptedDaemon())
        #expect(answer.status == .badRequest)
        #expect(message(answer)?.hasPrefix("'action': ") == true)
    }

    @Test func aHugeBodyIsNotRead() async throws {
        let answer = try await post("/api/v1/pause", String(repeating: " ", count: 70_000), to: ScriptedDaemon())
        #expect(answer.status == .contentTooLarge)
        #expect(message(answer) == "the body is longer than 65536 bytes")
    }

    @Test(arguments: [
        (FacadeFailure.notFound("no incident 9"), HTTPResponse.Status.notFound),
        (.conflict("incident 7 is over"), .conflict), (.unavailable("ending"), .serviceUnavailable),
    ])
    func failuresKeepTheirKind(failure: FacadeFailure, status: HTTPResponse.Status) async throws {
        let answer = try await post(
            "/api/v1/close",
            "{\"incident\":9,\"by\":\"x\"}",
            to: ScriptedDaemon(failure: failure)
        )
        #expect(answer.status == status)
    }

    private func post(
        _ path: String,
        _ body: String,
        to daemon: ScriptedDaemon,
        access: Routes.Access = .control
    ) async throws -> TestResponse {
        try await Application(router: Routes(daemon: daemon, access: access).router()).test(.router) { client in
            try await client.execute(uri: path, method: .post, body: ByteBuffer(string: body))
        }
    }
}
