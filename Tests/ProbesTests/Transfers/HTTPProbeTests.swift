import Engine
import Synchronization
import Testing

@testable import Probes

@Suite struct HTTPProbeTests {
    let probing: Probing
    private let here = IPAddress("127.0.0.1")

    init() throws {
        probing = try Probing()
    }

    @Test func `An answer as expected is up, with its measures`() async throws {
        let server = try LoopbackServer(.answer(LoopbackServer.http("200 OK", body: "all is ok")))
        let observation = await probing.http(port: server.port) { $0.bodyContains = "ok" }
        #expect(observation.result == .up)
        #expect(observation.signs == [.synAck, .http])
        #expect(observation.remote == here)
        #expect(observation.measures.httpStatus == 200)
        #expect(observation.measures.bodyBytes == 9)
        #expect(observation.measures.connect != nil)
        #expect(observation.measures.processing != nil)
        #expect(observation.measures.tls == nil)
        #expect(observation.startedAt <= observation.endedAt)
    }

    @Test func `The request is the one that was configured`() async throws {
        let seen = Mutex("")
        let server = try LoopbackServer(
            .reply { head in
                seen.withLock { $0 = head }
                return LoopbackServer.http("204 No Content")
            }
        )
        let observation = await probing.http(port: server.port, path: "/health?deep=1") {
            $0.method = "PUT"
            $0.headers = [Label("X-Check", "one"), Label("Host", "web.example")]
            $0.body = "ping"
        }
        #expect(observation.result == .up)
        let head = seen.withLock { $0 }
        #expect(head.hasPrefix("PUT /health?deep=1 HTTP/1.1\r\n"), "\(head)")
        for line in ["X-Check: one", "Host: web.example", "User-Agent: defib", "Content-Length: 4"] {
            #expect(head.contains("\r\n\(line)\r\n"), "\(head)")
        }
    }

    @Test(arguments: [
        ("500 Oops", "down unexpected_status"), ("204 No Content", "up"), ("302 Found", "down unexpected_status"),
    ])
    func `The status must be of an expected class, and is a sign of life anyway`(status: String, verdict: String)
        async throws
    {
        let server = try LoopbackServer(.answer(LoopbackServer.http(status)))
        let observation = await probing.http(port: server.port)
        #expect(observation.verdict == verdict)
        #expect(observation.signs == [.synAck, .http])
        #expect(observation.remote == here)
        #expect(observation.measures.httpStatus == UInt16(status.prefix(3)))
    }

    @Test func `Several classes can be expected`() async throws {
        let server = try LoopbackServer(.answer(LoopbackServer.http("404 Not Found")))
        let up = await probing.http(port: server.port) { $0.expectedStatus = [200...299, 404...404] }
        #expect(up.result == .up)
        let down = await probing.http(port: server.port) { $0.expectedStatus = [200...299, 301...301] }
        #expect(down.detail == "404, not 200-299, 301")
    }

    @Test func `A body without what it must hold is down`() async throws {
        let server = try LoopbackServer(.answer(LoopbackServer.http("200 OK", body: "maintenance")))
        let observation = await probing.http(port: server.port) { $0.bodyContains = "ok" }
        #expect(observation.verdict == "down unexpected_body")
        #expect(observation.detail == "does not contain \"ok\"")
        #expect(observation.signs == [.synAck, .http])
    }

    @Test func `A regular expression must match somewhere`() async throws {
        let server = try LoopbackServer(.answer(LoopbackServer.http("200 OK", body: "queue length: 17\nworkers: 4\n")))
        let up = await probing.http(port: server.port) { $0.bodyMatches = "workers: [1-9]" }
        #expect(up.result == .up)
        let down = await probing.http(port: server.port) { $0.bodyMatches = "workers: 0" }
        #expect(down.verdict == "down unexpected_body")
        let faulty = await probing.http(port: server.port) { $0.bodyMatches = "(" }
        #expect(faulty.verdict == "unknown internal_fault")
        #expect(faulty.detail.contains("regular expression"))
    }

    @Test func `A JSON pointer must lead to the expected value`() async throws {
        let body = #"{"status": "ok", "checks": [{"name": "db", "up": true}]}"#
        let server = try LoopbackServer(.answer(LoopbackServer.http("200 OK", body: body)))
        let up = await probing.http(port: server.port) {
            $0.json = JSONExpectation(pointer: "/checks/0/up", equals: "true")
        }
        #expect(up.result == .up)
        let down = await probing.http(port: server.port) {
            $0.json = JSONExpectation(pointer: "/status", equals: "fine")
        }
        #expect(down.verdict == "down unexpected_body")
        #expect(down.detail == "/status is \"ok\", not fine")
        let faulty = await probing.http(port: server.port) { $0.json = JSONExpectation(pointer: "status") }
        #expect(faulty.verdict == "unknown internal_fault")
    }

    @Test func `A body longer than allowed is down`() async throws {
        let server = try LoopbackServer(
            .answer(LoopbackServer.http("200 OK", body: String(repeating: "x", count: 5_000)))
        )
        let observation = await probing.http(port: server.port) { $0.maxBodyBytes = 1_000 }
        #expect(observation.verdict == "down body_too_large")
        #expect(observation.signs == [.synAck, .http])
    }

    @Test func `A redirect is judged as itself, or followed as far as allowed`() async throws {
        let goal = try LoopbackServer(.answer(LoopbackServer.http("200 OK", body: "here")))
        let location = "Location: http://127.0.0.1:\(goal.port)/"
        let server = try LoopbackServer(.answer(LoopbackServer.http("302 Found", headers: [location])))
        #expect(await probing.http(port: server.port).measures.httpStatus == 302)
        let followed = await probing.http(port: server.port) {
            $0.maxRedirects = 1
            $0.bodyContains = "here"
        }
        #expect(followed.result == .up)
        let circle = try LoopbackServer(.answer(LoopbackServer.http("302 Found", headers: ["Location: /"])))
        let lost = await probing.http(port: circle.port) { $0.maxRedirects = 3 }
        #expect(lost.verdict == "down too_many_redirects")
        #expect(lost.signs == [.synAck, .http])
    }

    @Test func `Redirected to another host, the sign of life is that of the host that was asked`() async throws {
        let other = try LoopbackServer(.answer(LoopbackServer.http("502 Bad Gateway")), on: "127.0.0.2")
        let location = "Location: http://127.0.0.2:\(other.port)/"
        let server = try LoopbackServer(.answer(LoopbackServer.http("302 Found", headers: [location])))
        let observation = await probing.once(
            .http(HTTPCheck(url: "http://localhost:\(server.port)/", host: "localhost", maxRedirects: 2, family: .v4))
        )
        #expect(observation.verdict == "down unexpected_status")
        #expect(observation.measures.httpStatus == 502)
        #expect(observation.remote == here)
        #expect(observation.signs == [.synAck, .http])
    }

    @Test func `A server that takes connections and says nothing timed out, and is alive`() async throws {
        let server = try LoopbackServer(.silence)
        let observation = await probing.http(port: server.port, timeout: .milliseconds(200))
        #expect(observation.verdict == "down timed_out")
        #expect(observation.signs == .synAck)
        #expect(observation.remote == here)
        #expect(observation.measures.connect != nil)
        #expect(observation.measures.processing == nil)
    }

    @Test func `A cut connection is down, by a living kernel`() async throws {
        let server = try LoopbackServer(.cut)
        let observation = await probing.http(port: server.port)
        #expect(observation.verdict == "down connection_reset")
        #expect(observation.signs == [.synAck, .reset])
    }

    @Test func `What is no HTTP is down, and its TCP a sign of life`() async throws {
        let server = try LoopbackServer(.greet("SSH-2.0-OpenSSH_9.2\r\n"))
        let observation = await probing.http(port: server.port)
        #expect(observation.verdict == "down protocol_violation")
        #expect(observation.signs == .synAck)
    }

    @Test func `A name that can't be resolved is unknown`() async {
        let check = HTTPCheck(url: "http://no-such-host.invalid/", host: "no-such-host.invalid")
        let observation = await probing.once(.http(check))
        #expect(observation.verdict == "unknown resolution_failed")
        #expect(observation.signs == [])
        #expect(observation.remote == nil)
    }

    @Test func `A request that can't be made is unknown, and says why`() async {
        let observation = await probing.once(.http(HTTPCheck(url: "gopher://127.0.0.1/", host: "127.0.0.1")))
        #expect(observation.verdict == "unknown internal_fault")
        #expect(observation.detail.contains("gopher"))
    }
}
