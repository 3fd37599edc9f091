import Engine
import Glibc
import Testing

@testable import Probes

@Suite struct TLSProbeTests {
    let probing: Probing

    init() throws {
        probing = try Probing()
    }

    private func tls(
        _ server: TLSServer,
        host: String = "127.0.0.1",
        _ change: (inout TLSExpectation) -> Void = { _ in }
    ) async -> Observation {
        var expectation = TLSExpectation(caFile: server.certificate)
        change(&expectation)
        return await probing.once(.tls(TLSCheck(host: host, port: server.port, family: .v4, tls: expectation)))
    }

    @Test func `A valid certificate is up, with its expiry`() async throws {
        let server = try TLSServer(days: 90)
        let observation = await tls(server)
        #expect(observation.result == .up, "\(observation.result)")
        #expect(observation.signs == [.synAck, .tls])
        #expect(observation.remote == IPAddress("127.0.0.1"))
        let expiry = try #require(observation.measures.certificateExpiry)
        #expect(abs(expiry - Int64(time(nil)) - 90 * 86_400) < 3_600)
        #expect(observation.measures.tls != nil)
    }

    @Test func `A certificate that ends too soon is down`() async throws {
        let server = try TLSServer(days: 5)
        let down = await tls(server) { $0.minimumValidity = .hours(24 * 14) }
        #expect(down.verdict == "down certificate_near_expiry")
        #expect(down.detail.contains("sooner than 14d from now"), "\(down.detail)")
        #expect(down.signs == [.synAck, .tls])
        let up = await tls(server) { $0.minimumValidity = .hours(24 * 3) }
        #expect(up.result == .up)
    }

    @Test func `A certificate that is not trusted, has expired or names another is down, by a living guest`()
        async throws
    {
        let valid = try TLSServer()
        let expired = try TLSServer(days: -1)
        let untrusted = await tls(valid) { $0.caFile = nil }
        let over = await tls(expired)
        let misnamed = await tls(valid) { $0.serverName = "other.example" }
        for observation in [untrusted, over, misnamed] {
            #expect(observation.verdict == "down certificate_invalid", "\(observation.result)")
            #expect(observation.signs == [.synAck, .tls])
            #expect(observation.remote == IPAddress("127.0.0.1"))
        }
    }

    @Test func `Unverified, an invalid certificate is still measured`() async throws {
        let server = try TLSServer(days: -1)
        let observation = await tls(server) { $0.verify = false }
        #expect(observation.result == .up)
        #expect(try #require(observation.measures.certificateExpiry) < Int64(time(nil)))
    }

    @Test func `A refused handshake is down, and its alert a sign of life`() async throws {
        // The server's key is RSA and the only cipher it offers wants another.
        let server = try TLSServer(options: ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"])
        let observation = await tls(server)
        #expect(observation.verdict == "down tls_failed", "\(observation.result)")
        #expect(observation.signs == [.synAck, .tls])
    }

    @Test func `A port that speaks no TLS is down, with its TCP a sign of life`() async throws {
        let server = try LoopbackServer(.greet("SSH-2.0-OpenSSH_9.2\r\n"))
        let observation = await probing.once(.tls(TLSCheck(host: "127.0.0.1", port: server.port)))
        #expect(observation.verdict == "down tls_failed", "\(observation.result)")
        #expect(observation.signs == .synAck)
    }

    @Test func `HTTPS is judged with its certificate`() async throws {
        let server = try TLSServer(days: 5)
        var check = HTTPCheck(url: "https://localhost:\(server.port)/", host: "localhost", family: .v4)
        check.tls = TLSExpectation(caFile: server.certificate)
        let up = await probing.once(.http(check))
        #expect(up.result == .up, "\(up.result)")
        #expect(up.signs == [.synAck, .tls, .http])
        #expect(up.measures.certificateExpiry != nil)
        check.tls.minimumValidity = .hours(24 * 14)
        #expect(await probing.once(.http(check)).verdict == "down certificate_near_expiry")
    }

    @Test func `An authority's file that is not there is our fault`() async throws {
        let server = try TLSServer()
        let observation = await tls(server) { $0.caFile = "/no/such/authority.pem" }
        #expect(observation.verdict == "unknown internal_fault", "\(observation.result)")
    }
}
