import Engine
import Testing
import Transfer

@testable import HostUp

/// A server may echo the key in whatever it answers, and a transport in whatever it complains of. It must come no
/// further than that.
struct SecrecyTests {
    private static let echo = """
        {"id":"\(Rig.token)","code":"\(Rig.token)","title":"\(Rig.token)","detail":"bad key Bearer \(Rig.token)!",
        "message":"\(Rig.token)","error":"\(Rig.token)","requestId":"\(Rig.token)","retryAfter":"\(Rig.token)",
        "powerState":"\(Rig.token)","pendingTasks":[{"\(Rig.token)":"\(Rig.token)"}],"name":"\(Rig.token)","primaryIp":"\(Rig.token)",
        "actions":{"canReset":{"allowed":false,"reason":"\(Rig.token)","code":"\(Rig.token)"}},
        "hasPendingMaintenance":true,"pendingChanges":[{"key":"\(Rig.token)","pendingValue":["\(Rig.token)"]}],
        "operation":{"jobId":"\(Rig.token)","status":"failed","pollUrl":"/api/jobs/\(Rig.token)","result":"\(Rig.token)"},
        "available":false,"reason":"\(Rig.token)","exited":true,"stdout":"\(Rig.token)","stderr":"\(Rig.token)",
        "data":[{"id":"vps_a","name":"\(Rig.token)"}],"nextCursor":null,"samples":[{"recordedAt":"\(Rig.token)"}],
        "\(Rig.token)":1}
        """

    /// Everything the client can be made to say, each call answered by `reply`.
    private func everything(_ reply: ScriptedTransport.Reply) async throws -> [String] {
        let rig = try Rig([:])
        let client = HostUpClient(
            transport: Constant(reply: reply),
            credential: try Credential(Rig.token, from: "test"),
            time: rig.time
        )
        var said: [Any] = [client, client.usage]
        let limit = TimeSpan.minutes(30)
        said.append(await client.list(within: limit))
        said.append(await client.inspect(rig.id, within: limit))
        said.append(await client.status(of: rig.id, within: limit))
        said.append(await client.describe(rig.id, within: limit))
        said.append(await client.maintenance(of: rig.id, within: limit))
        said.append(await client.metrics(of: rig.id, over: .day, within: limit))
        said.append(await client.agent(of: rig.id, within: limit))
        said.append(await client.poll(Operation(jobID: "job_1", pollPath: nil), within: limit))
        for action in PowerAction.allCases { said.append(await client.send(action, to: rig.id, within: limit)) }
        said.append(await client.exec("true", in: rig.id, vmid: nil, within: limit))
        said.append(await client.exec("true", in: rig.id, vmid: 7, within: limit))
        said.append(client.usage)
        return said.flatMap { value in
            var dumped = ""
            dump(value, to: &dumped)
            return ["\(value)", String(reflecting: value), dumped]
        }
    }

    private struct Constant: Transport {
        var reply: ScriptedTransport.Reply

        func perform(_ request: TransferRequest) async throws(TransferError) -> TransferResponse {
            #expect(!request.url.contains(Rig.token))
            return try reply.result.get()
        }
    }

    @Test(arguments: [200, 202, 400, 401, 403, 404, 409, 429, 500, 302])
    func anAnswerThatEchoesTheKey(status: Int) async throws {
        let headers = ["x-request-id", "retry-after", "x-ratelimit-reset", "location"].map {
            (name: $0, value: Rig.token)
        }
        for said in try await everything(.json(status, Self.echo, headers)) {
            #expect(!said.contains(Rig.token), "\(said)")
        }
    }

    @Test func aBodyThatIsRefusedByAName() async throws {
        for said in try await everything(.json(200, #"{"\#(Rig.token)":1,"\#(Rig.token)":2}"#)) {
            #expect(!said.contains(Rig.token), "\(said)")
        }
    }

    @Test func aBodyThatIsNoJSON() async throws {
        let type = [(name: "content-type", value: "text/\(Rig.token)")]
        for said in try await everything(.raw(200, Array("<p>\(Rig.token)".utf8), type)) {
            #expect(!said.contains(Rig.token), "\(said)")
        }
    }

    @Test(arguments: TransferError.Kind.allCases)
    func aTransportThatTellsTooMuch(kind: TransferError.Kind) async throws {
        for said in try await everything(.fault(kind, "header 'Authorization: Bearer \(Rig.token)' refused")) {
            #expect(!said.contains(Rig.token), "\(said)")
        }
    }

    @Test func whatAStrangerWroteStaysOneLine() async throws {
        let body = #"{"code":"a\nb","detail":"x\u001b[31m\r\n2026 forged log line\u202e\u0000"}"#
        let rig = try Rig(["GET /api/v2/vps/\(Rig.vps)/status": [.json(400, body)]])
        let result = await rig.client.status(of: rig.id, within: .seconds(5))
        let failure = try #require(throws: ProviderFailure.self) { try result.get() }
        #expect(failure.description.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
        let long = "{\"detail\":\"\(String(repeating: "long ", count: 100_000))\"}"
        let other = try Rig(["GET /api/v2/vps/\(Rig.vps)/status": [.json(400, long)]])
        let bounded = await other.client.status(of: other.id, within: .seconds(5))
        let longFailure = try #require(throws: ProviderFailure.self) { try bounded.get() }
        #expect(longFailure.message.count < 400)
    }
}
