import Engine
import Testing

@testable import Probes

@Suite struct TCPProbeTests {
    let probing: Probing
    private let here = IPAddress("127.0.0.1")

    init() throws {
        probing = try Probing()
    }

    private func tcp(_ port: Int, banner: String? = nil, timeout: TimeSpan = .seconds(5)) async -> Observation {
        await probing.once(.tcp(TCPCheck(host: "127.0.0.1", port: port, banner: banner)), timeout: timeout)
    }

    @Test func `A port that accepts is up, without a word from it`() async throws {
        let server = try LoopbackServer(.silence)
        let observation = await tcp(server.port)
        #expect(observation.result == .up)
        #expect(observation.signs == .synAck)
        #expect(observation.remote == here)
    }

    @Test func `The banner asked for is up`() async throws {
        let server = try LoopbackServer(.greet("SSH-2.0-OpenSSH_9.2p1 Debian\r\n"))
        let observation = await tcp(server.port, banner: "SSH-")
        #expect(observation.result == .up)
        #expect(observation.signs == [.synAck, .banner])
    }

    @Test func `Another banner is down, and shown without its control characters`() async throws {
        let server = try LoopbackServer(.greet("220\u{1B}[2J mail"))
        let observation = await tcp(server.port, banner: "SSH-")
        #expect(observation.verdict == "down unexpected_banner")
        #expect(observation.detail == "\"220 \" does not begin with \"SSH-\"")
        #expect(observation.signs == [.synAck, .banner])
    }

    @Test func `No banner timed out, and is alive`() async throws {
        let server = try LoopbackServer(.silence)
        let observation = await tcp(server.port, banner: "SSH-", timeout: .milliseconds(200))
        #expect(observation.verdict == "down timed_out")
        #expect(observation.signs == .synAck)
    }

    @Test func `A closed port is down, and its refusal a sign of life from the address tried`() async throws {
        var port = 0
        do { port = try LoopbackServer(.silence).port }
        let observation = await tcp(port)
        #expect(observation.verdict == "down connection_refused")
        #expect(observation.signs == .reset)
        #expect(observation.remote == here)
        let byName = await probing.once(.tcp(TCPCheck(host: "localhost", port: port, family: .v4)))
        #expect(byName.remote == here)
    }
}

@Suite(.enabled(if: Network.isPossible, Network.requirement), .serialized)
struct ReachabilityTests {
    let network: Network
    let probing: Probing

    init() throws {
        let network = try Network()
        self.network = network
        probing = try network.inside { try Probing() }
    }

    @Test func `Each way of not being reached is put down to whose fault it is`() async throws {
        let table: [(host: String, verdict: String, signs: SignsOfLife)] = [
            ("198.51.100.2", "down connection_refused", .reset),
            ("198.51.100.3", "down timed_out", []),
            ("198.51.100.9", "down host_unreachable", []),
            ("2001:db8:51::9", "down host_unreachable", []),
            ("203.0.113.7", "down host_unreachable", []),
            ("203.0.113.1", "unknown network_unreachable", []),
        ]
        for (host, verdict, signs) in table {
            let timeout: TimeSpan = verdict.hasSuffix("timed_out") ? .milliseconds(300) : .seconds(5)
            let observation = await probing.once(.tcp(TCPCheck(host: host, port: 22)), timeout: timeout)
            #expect(observation.verdict == verdict, "\(host): \(observation.result)")
            #expect(observation.signs == signs, "\(host)")
            #expect(observation.remote == (signs == [] ? nil : IPAddress(host)), "\(host)")
        }
    }

    @Test func `A guest across the wire serves`() async throws {
        let server = try network.insideGuest {
            try LoopbackServer(.answer(LoopbackServer.http("200 OK")), on: "198.51.100.2")
        }
        let check = HTTPCheck(url: "http://198.51.100.2:\(server.port)/", host: "198.51.100.2")
        let observation = await probing.once(.http(check))
        #expect(observation.result == .up)
        #expect(observation.remote == IPAddress("198.51.100.2"))
    }
}
