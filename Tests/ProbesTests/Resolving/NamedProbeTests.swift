import Engine
import Testing

@testable import Probes

/// Probes by http, tcp and tls, of names that a real server on loopback knows of.
@Suite struct NamedProbeTests {
    private let server: NameServer
    private let probing: Probing
    private let here = IPAddress(v4: 0x7F00_0001)

    init() throws {
        server = try NameServer([
            "guest.example": .addresses([IPAddress(v4: 0x7F00_0001)], ttl: 60), "broken.example": .fails,
            "silent.example": .silent,
        ])
        probing = try Probing(resolver: Resolver(servers: server.servers))
    }

    private func http(
        _ host: String,
        _ port: Int,
        timeout: TimeSpan = .seconds(5),
        _ change: (inout HTTPCheck) -> Void = { _ in }
    ) async -> Observation {
        var check = HTTPCheck(url: "http://\(host):\(port)/", host: host)
        check.family = .v4
        change(&check)
        return await probing.once(.http(check), timeout: timeout)
    }

    @Test func `A name is asked for once, and stays in the request`() async throws {
        let web = try LoopbackServer(
            .reply { head in LoopbackServer.http(head.contains("Host: guest.example:") ? "200 OK" : "404 Not Found") }
        )
        for _ in 0..<3 {
            let observation = await http("guest.example", web.port)
            #expect(observation.verdict == "up", "\(observation.result)")
            #expect(observation.remote == here)
            #expect(observation.measures.resolve != nil)
        }
        #expect(server.questions(of: "guest.example") == 1)
    }

    @Test func `A mere connection goes where the name is`() async throws {
        let mail = try LoopbackServer(.greet("220 ready\r\n"))
        let check = TCPCheck(host: "guest.example", port: mail.port, banner: "220", family: .v4)
        let observation = await probing.once(.tcp(check))
        #expect(observation.verdict == "up", "\(observation.result)")
        #expect(observation.remote == here)
    }

    @Test(arguments: [nil, "other.example"])
    func `The certificate is the name's, or that of the name to ask for`(serverName: String?) async throws {
        let peer = try TLSServer(name: serverName ?? "guest.example")
        let expectation = TLSExpectation(serverName: serverName, caFile: peer.certificate)
        let check = TLSCheck(host: "guest.example", port: peer.port, family: .v4, tls: expectation)
        let observation = await probing.once(.tls(check))
        #expect(observation.verdict == "up", "\(observation.result)")
        let misnamed = TLSExpectation(serverName: "third.example", caFile: peer.certificate)
        let denied = await probing.once(
            .tls(TLSCheck(host: "guest.example", port: peer.port, family: .v4, tls: misnamed))
        )
        #expect(denied.verdict == "down certificate_invalid", "\(denied.result)")
        #expect(denied.remote == here)
    }

    @Test(arguments: ["nobody.example", "broken.example", "silent.example"])
    func `A name that can't be resolved is unknown, and no sign of anything`(host: String) async {
        let observation = await http(host, 80, timeout: .milliseconds(300))
        #expect(observation.verdict == "unknown resolution_failed")
        #expect(observation.detail.contains(host))
        #expect(observation.remote == nil)
        #expect(observation.signs == [])
    }

    @Test func `A dead resolver takes no guest along`() async throws {
        let web = try LoopbackServer(.answer(LoopbackServer.http("200 OK")))
        #expect(await http("guest.example", web.port).verdict == "up")
        server.die()
        #expect(await http("guest.example", web.port).verdict == "up")
        #expect(await http("broken.example", web.port).verdict == "unknown resolution_failed")
    }

    /// It may be another's by now, whom nobody shall be restarted for.
    @Test func `At an address that the resolver no longer confirms, up is up and down is unknown`() async throws {
        let web = try LoopbackServer(.answer(LoopbackServer.http("200 OK")))
        let silent = try LoopbackServer(.silence)
        // The shortest lifetime there is.
        server.set("short.example", .addresses([here], ttl: 5))
        #expect(await http("short.example", web.port).verdict == "up")
        server.die()
        try await Task.sleep(for: .seconds(5.1))
        #expect(await http("short.example", web.port).verdict == "up")
        let dead = await http("short.example", silent.port, timeout: .milliseconds(300))
        #expect(dead.verdict == "unknown resolution_failed", "\(dead.result)")
        #expect(dead.detail.contains("at the name's last address: timed out"))
        let wrong = await http("short.example", web.port) { $0.expectedStatus = [404...404] }
        #expect(wrong.verdict == "unknown resolution_failed", "\(wrong.result)")
        let check = ICMPCheck(host: "short.example", count: 1, family: .v4)
        let echo = await probing.once(.icmp(check), timeout: .milliseconds(500))
        #expect(echo.verdict == "up" || echo.verdict == "unknown not_permitted")
    }

    @Test func `Silence in what a slow resolver left of the time proves nothing`() async throws {
        let peer = try LoopbackServer(.silence)
        server.set("slow.example", .slow(700, [here]))
        let observation = await http("slow.example", peer.port, timeout: .seconds(1))
        #expect(observation.verdict == "unknown resolution_failed", "\(observation.result)")
        #expect(observation.detail.contains("the resolver took"))
        let again = await http("slow.example", peer.port, timeout: .seconds(1))
        #expect(again.verdict == "down timed_out")
    }

    @Test func `Where one of a name's addresses refuses, another may answer, and is the first next time`() async throws
    {
        let web = try LoopbackServer(.answer(LoopbackServer.http("200 OK")), on: "127.0.0.2")
        let living = IPAddress(v4: 0x7F00_0002)
        server.set("both.example", .addresses([here, living], ttl: 60))
        for _ in 0..<2 {
            let observation = await http("both.example", web.port)
            #expect(observation.verdict == "up", "\(observation.result)")
            #expect(observation.remote == living)
        }
        server.set("dead.example", .addresses([here, IPAddress(v4: 0x7F00_0003)], ttl: 60))
        let dead = await http("dead.example", web.port)
        #expect(dead.verdict == "down connection_refused")
    }

    @Test func `A name of both families is up by the one that answers`() async throws {
        let web = try LoopbackServer(.answer(LoopbackServer.http("200 OK")))
        server.set("both.example", .addresses([here, IPAddress(v6High: 0, low: 1)], ttl: 60))
        let observation = await http("both.example", web.port) { $0.family = .any }
        #expect(observation.verdict == "up", "\(observation.result)")
        #expect(observation.remote == here)
        let other = await http("both.example", web.port) { $0.family = .v6 }
        #expect(other.verdict == "down connection_refused")
    }

    @Test func `A redirect within the name follows it to another port`() async throws {
        let goal = try LoopbackServer(.answer(LoopbackServer.http("200 OK")))
        let place = "Location: http://guest.example:\(goal.port)/"
        let door = try LoopbackServer(.answer(LoopbackServer.http("302 Found", headers: [place])))
        let observation = await http("guest.example", door.port) { $0.maxRedirects = 1 }
        #expect(observation.verdict == "up", "\(observation.result)")
        #expect(observation.remote == here)
    }

    @Test func `An address is asked of nobody`() async throws {
        let web = try LoopbackServer(.answer(LoopbackServer.http("200 OK")))
        #expect(await http("127.0.0.1", web.port).verdict == "up")
        #expect(server.questions(of: "127.0.0.1") == 0)
    }
}
