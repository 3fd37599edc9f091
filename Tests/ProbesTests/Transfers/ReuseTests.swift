import Engine
import Testing

@testable import Probes

/// Probes that keep their connection.
@Suite struct ReuseTests {
    let probing: Probing

    init() throws {
        probing = try Probing()
    }

    private func probe(_ server: KeepingServer, every: Int = 4, timeout: TimeSpan = .seconds(4)) -> any ReadyProbe {
        let check = HTTPCheck(url: "http://127.0.0.1:\(server.port)/", host: "127.0.0.1")
        let definition = ProbeDefinition(
            name: "http",
            interval: .seconds(60),
            timeout: timeout,
            check: .http(check),
            reuse: ConnectionReuse(keepsConnection: true, resumesSession: false, freshEvery: every)
        )
        let address = ProbeAddress(owner: .target(0), probe: 0, epoch: 0)
        return probing.probers.ready(PlannedProbe(address: address, definition: definition))
    }

    private func run(_ probe: any ReadyProbe, isConfirming: Bool = false) async -> Finding {
        await withCheckedContinuation { continuation in
            var batch = StartBatch()
            batch.isConfirming = isConfirming
            probe.start(in: &batch) { continuation.resume(returning: $0) }
            probing.probers.start(batch)
        }
    }

    @Test func `One connection in so many serves, and only its first run saw it accepted`() async throws {
        let server = try KeepingServer()
        let probe = probe(server)
        var signs: [SignsOfLife] = []
        for _ in 0..<8 {
            let finding = await run(probe)
            #expect(finding.result == .up)
            #expect(finding.remote == IPAddress("127.0.0.1"))
            #expect((finding.measures.connect != nil) == finding.signs.contains(.synAck))
            signs.append(finding.signs)
        }
        let fresh: SignsOfLife = [.synAck, .http]
        #expect(signs == [fresh, .http, .http, .http, fresh, .http, .http, .http])
        #expect(server.connections == 2 && server.requests == 8)
    }

    @Test func `A server that closed an idle connection is not down`() async throws {
        let server = try KeepingServer { connection, request in
            connection == 0 && request == 1 ? nil : KeepingServer.ok
        }
        let probe = probe(server)
        #expect(await run(probe).result == .up)
        let finding = await run(probe)
        #expect(finding.result == .up)
        #expect(finding.signs == [.synAck, .http])
        #expect(server.connections == 2)
    }

    @Test func `What a kept connection answers badly is asked again on a fresh one, which decides`() async throws {
        let bad = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"
        let server = try KeepingServer { connection, request in
            connection == 0 && request > 0 ? bad : KeepingServer.ok
        }
        let probe = probe(server)
        #expect(await run(probe).result == .up)
        let second = await run(probe)
        #expect(second.result == .up && second.signs == [.synAck, .http])
        let third = await run(probe)
        #expect(third.signs == [.synAck, .http], "after a failure a new round begins")
        #expect(server.connections == 3)
    }

    @Test func `A kept connection that went silent leaves half the time to a fresh one`() async throws {
        let server = try KeepingServer { connection, request in
            connection == 0 && request > 0 ? "" : KeepingServer.ok
        }
        let probe = probe(server, timeout: .milliseconds(1_000))
        #expect(await run(probe).result == .up)
        #expect(await run(probe).result == .up)
        #expect(server.connections == 2)
    }

    @Test func `A server that is gone is down, by the fresh connection's word`() async throws {
        var server: KeepingServer? = try KeepingServer { _, request in request == 0 ? KeepingServer.ok : nil }
        let probe = probe(try #require(server))
        #expect(await run(probe).result == .up)
        server = nil
        guard case .down(let reason) = await run(probe).result else {
            Issue.record("nobody listens any more")
            return
        }
        #expect(reason.code == .connectionRefused)
    }

    @Test func `What confirms keeps nothing, and leaves nothing`() async throws {
        let server = try KeepingServer()
        let probe = probe(server)
        for _ in 0..<2 { _ = await run(probe) }
        for _ in 0..<3 {
            #expect(await run(probe, isConfirming: true).signs == [.synAck, .http])
        }
        #expect(server.connections == 4)
        #expect(await run(probe).signs == .http, "the kept one was not touched")
    }

    @Test func `Many keep theirs`() async throws {
        let servers = try (0..<40).map { _ in try KeepingServer() }
        let probes = servers.map { probe($0) }
        for _ in 0..<3 {
            for probe in probes { #expect(await run(probe).result == .up) }
        }
        #expect(servers.allSatisfy { $0.connections == 1 && $0.requests == 3 })
    }
}
