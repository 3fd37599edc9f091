import Engine
import Testing
import Transfer

@testable import HostUp

/// The client over real sockets and the real transfer loop.
struct LoopbackTests {
    private static let vps = "/api/v2/vps/\(Rig.vps)"
    private static let reset = "POST \(vps)/actions/reset"

    private let loop: TransferLoop
    private let id: VPSID

    init() throws {
        loop = try TransferLoop()
        id = try #require(VPSID(Rig.vps))
    }

    private func client(of server: LoopbackAPI, origin: String? = nil) throws -> HostUpClient {
        HostUpClient(
            transport: loop,
            origin: try Origin(origin ?? server.url),
            credential: try Credential(Rig.token, from: "test"),
            settings: .init(userAgent: "defib/test")
        )
    }

    private func script() throws -> [String: LoopbackAPI.Reply] {
        [
            "GET /api/v2/vps?limit=100": .json(200, try fixture("documented/v2-list-last.json")),
            "GET \(Self.vps)": .json(200, try fixture("documented/v2-vps-with-actions.json")),
            "GET \(Self.vps)/status": .json(200, try fixture("documented/v2-status.json")),
            "GET \(Self.vps)/maintenance": .json(200, try fixture("documented/v2-maintenance-none.json")),
            Self.reset: .json(202, try fixture("operation/full.json")),
            "GET /api/jobs/job_1": .json(200, try fixture("job/v2-completed.json")),
        ]
    }

    @Test func fromTheListingToTheEndOfAReset() async throws {
        let server = try LoopbackAPI(script())
        let client = try client(of: server)
        #expect(try await client.list(within: .seconds(10)).get().readings.map(\.id.text) == ["vps_three"])
        let inspection = try await client.inspect(id, within: .seconds(10)).get()
        #expect(inspection.gates.first { $0.name == "canReset" }?.verdict == .allowed)
        let outcome = await client.send(.reset, to: id, within: .seconds(10))
        let operation = Operation(jobID: "job_1", pollPath: "/api/jobs/job_1")
        #expect(outcome == .accepted(operation, requestID: nil))
        #expect(await client.poll(operation, within: .seconds(10)) == .completed)
        for request in server.requests {
            let lines = request.lowercased()
            #expect(lines.contains("\r\nuser-agent: defib/test\r\n"))
            #expect(lines.contains("\r\naccept: application/json\r\n"))
            #expect(request.contains("\r\nAuthorization: Bearer \(Rig.token)\r\n"))
            #expect(
                request.split(separator: Rig.token, omittingEmptySubsequences: false).count == 2,
                "the key stands there once"
            )
        }
        let post = try #require(server.requests.first { $0.hasPrefix("POST") })
        #expect(post.hasSuffix("\r\n\r\n"), "a power action has no body")
    }

    @Test func aConnectionThatBreaksAfterThePOSTIsUnknownAndThePOSTIsNotRepeated() async throws {
        var script = try script()
        script[Self.reset] = .drop
        let server = try LoopbackAPI(script)
        let client = try client(of: server)
        // Leaves kept connections behind, on which libcurl would repeat by itself.
        _ = await client.inspect(id, within: .seconds(10))
        guard case .unknown(let failure) = await client.send(.reset, to: id, within: .seconds(10)) else {
            Issue.record("must be unknown")
            return
        }
        #expect(failure.kind == .transport)
        #expect(server.requests.filter { $0.hasPrefix("POST") }.count == 1)
    }

    @Test func aServerThatNeverAnswersIsUnknownInTime() async throws {
        let server = try LoopbackAPI([Self.reset: .silence])
        guard case .unknown = try await client(of: server).send(.reset, to: id, within: .milliseconds(300)) else {
            Issue.record("must be unknown")
            return
        }
    }

    @Test func aRefusedConnectionIsARejection() async throws {
        var server: LoopbackAPI? = try LoopbackAPI([:])
        let origin = try #require(server?.url)
        server = nil
        let other = try LoopbackAPI([:])
        let client = try client(of: other, origin: origin)
        // The port is closed as soon as the listener's thread has seen the end.
        var outcome = await client.send(.reset, to: id, within: .seconds(10))
        for _ in 0..<100 {
            if case .rejected = outcome { break }
            try await Task.sleep(for: .milliseconds(20))
            outcome = await client.send(.reset, to: id, within: .seconds(10))
        }
        guard case .rejected(let failure) = outcome else {
            Issue.record("nothing was sent: \(outcome)")
            return
        }
        #expect(failure.kind == .transport)
    }

    @Test func aFailedHandshakeIsARejectionAndShowsNobodyTheKey() async throws {
        let plain = try LoopbackAPI([:], answersAtOnce: true)
        let client = try client(of: plain, origin: "https://127.0.0.1:\(plain.port)")
        guard case .rejected(let failure) = await client.send(.reset, to: id, within: .seconds(10)) else {
            Issue.record("TLS never stood, so nothing was sent")
            return
        }
        #expect(failure.kind == .transport)
        #expect(!plain.requests.joined().contains(Rig.token))
    }

    @Test func aRedirectIsNotFollowed() async throws {
        let elsewhere = try LoopbackAPI([:])
        let redirect = LoopbackAPI.Reply.json(307, "{}", headers: "Location: \(elsewhere.url)/api/jobs/1\r\n")
        let server = try LoopbackAPI([Self.reset: redirect, "GET \(Self.vps)/status": redirect])
        let client = try client(of: server)
        guard case .unknown(let failure) = await client.send(.reset, to: id, within: .seconds(10)) else {
            Issue.record("must be unknown")
            return
        }
        #expect(failure.status == 307)
        guard case .failure = await client.status(of: id, within: .seconds(10)) else {
            Issue.record("must be a failure")
            return
        }
        #expect(elsewhere.requests.isEmpty)
    }

    @Test(arguments: [200, 403, 503])
    func anEndlessBodyEnds(status: Int) async throws {
        let head = Array("HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\n\r\n[".utf8)
        let reply = LoopbackAPI.Reply.endless(head: head, chunk: Array(repeating: UInt8(ascii: " "), count: 65_536))
        let server = try LoopbackAPI([Self.reset: reply, "GET \(Self.vps)/status": reply])
        let client = try client(of: server)
        switch await client.send(.reset, to: id, within: .seconds(20)) {
        case .rejected(let failure): #expect(status == 403 && failure.status == 403)
        case .unknown(let failure): #expect(status != 403 && failure.status == status)
        case .accepted: Issue.record("nothing readable came")
        }
        let result = await client.status(of: id, within: .seconds(20))
        let failure = try #require(throws: ProviderFailure.self) { try result.get() }
        #expect(failure.status == status)
        #expect(failure.message.contains("a body that is too large"), "\(failure.message)")
    }

    @Test(
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\nConnection: close\r\n\r\n{\"id\"",
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n", "garbage\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "\0\0\0\0",
        ]
    )
    func brokenHTTPIsAFailure(bytes: String) async throws {
        let server = try LoopbackAPI([
            "GET \(Self.vps)/status": .bytes(Array(bytes.utf8)), Self.reset: .bytes(Array(bytes.utf8)),
        ])
        let client = try client(of: server)
        guard case .failure = await client.status(of: id, within: .seconds(1)) else {
            Issue.record("must be a failure")
            return
        }
        guard case .unknown = await client.send(.reset, to: id, within: .seconds(1)) else {
            Issue.record("must be unknown")
            return
        }
        #expect(server.requests.filter { $0.hasPrefix("POST") }.count == 1)
    }

    @Test func execGoesThroughV1WithItsOwnHeader() async throws {
        let server = try LoopbackAPI([
            "POST /api/vm/10000/agent/exec": .json(200, try fixture("documented/v1-exec-200.json")),
            "GET /api/vm/10000/agent/exec?pid=150476": .json(200, try fixture("documented/v1-exec-result.json")),
        ])
        let outcome = try await client(of: server).exec("uptime", in: id, vmid: 10_000, within: .seconds(10))
        #expect(outcome == .exited(exitCode: 0, output: "ok\n"))
        let post = try #require(server.requests.first)
        #expect(post.hasSuffix("\r\n\r\n{\"command\":\"uptime\"}"))
        #expect(post.contains("\r\nX-API-Key: \(Rig.token)\r\n"))
        #expect(!post.contains("Bearer"))
    }

    @Test func cancellingTheTaskEndsTheCall() async throws {
        let server = try LoopbackAPI(["GET \(Self.vps)/status": .silence])
        let client = try client(of: server)
        await withTaskGroup { group in
            group.addTask { [id] in
                guard case .failure = await client.status(of: id, within: .hours(1)) else {
                    Issue.record("must be a failure")
                    return
                }
            }
            group.cancelAll()
        }
    }
}
