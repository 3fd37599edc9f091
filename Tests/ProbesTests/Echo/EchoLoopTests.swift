import Engine
import Glibc
import Synchronization
import Testing

@testable import Probes

@Suite(.enabled(if: geteuid() == 0, "needs root, to open ICMP sockets whatever this machine's sysctl"))
struct EchoLoopTests {
    let loop: EchoLoop

    init() throws {
        loop = try EchoLoop()
    }

    @Test(arguments: ["127.0.0.1", "::1", "127.0.0.9"]) func `A living address is up, by its own echo`(host: String)
        async
    {
        let finding = await loop.ping(ICMPCheck(host: host, count: 3), timeout: .milliseconds(400))
        #expect(finding.result == .up)
        #expect(finding.signs == .echo)
        #expect(finding.remote == IPAddress(host))
        #expect(finding.measures.echoesSent == 3)
        #expect(finding.measures.echoesReceived == 3)
        #expect(finding.measures.roundTrip != nil)
        #expect(finding.measures.resolve == nil, "no resolver is asked for a literal")
        #expect(finding.measures.duration >= 200_000, "three echoes are spaced by a tenth of a second")
    }

    @Test func `A name is resolved, for the family asked for`() async {
        let finding = await loop.ping(ICMPCheck(host: "localhost", count: 1, family: .v4))
        #expect(finding.result == .up)
        #expect(finding.remote == IPAddress("127.0.0.1"))
        #expect(finding.measures.resolve != nil)
    }

    @Test func `A name nobody knows is unknown, not down`() async {
        let finding = await loop.ping(ICMPCheck(host: "no-such-host.invalid", count: 1))
        guard case .unknown(let reason) = finding.result else {
            Issue.record("\(finding.result)")
            return
        }
        #expect(reason.code == .resolutionFailed)
        #expect(reason.detail.contains("no-such-host.invalid"))
        #expect(finding.measures.echoesSent == 0)
    }

    @Test func `An address of the other family than asked for is our fault`() async {
        let finding = await loop.ping(ICMPCheck(host: "127.0.0.1", family: .v6))
        #expect(finding.result == .unknown(Reason(.internalFault, "127.0.0.1 is not of the family the probe asks for")))
    }

    @Test(arguments: [1, 8, 57, 1_400, 8_192, 100_000]) func `Payloads of any size come back whole`(bytes: Int) async {
        let finding = await loop.ping(ICMPCheck(host: "127.0.0.1", count: 1, payloadBytes: bytes))
        #expect(finding.result == .up, "\(bytes)")
    }

    @Test func `Many rounds at once are told apart`() async {
        await withTaskGroup(of: (IPAddress?, Finding).self) { [loop] group in
            for number in 1...200 {
                let host = number % 4 == 0 ? "::1" : "127.0.1.\(number)"
                group.addTask { (IPAddress(host), await loop.ping(ICMPCheck(host: host, count: 2))) }
            }
            for await (address, finding) in group {
                #expect(finding.result == .up)
                #expect(finding.remote == address)
                #expect(finding.measures.echoesReceived == 2)
            }
        }
    }

    @Test func `Shutting down ends what is under way as unknown`() async {
        async let finding = loop.ping(ICMPCheck(host: "127.0.0.1", count: 3))
        loop.shutDown()
        #expect(await finding == .shutDown)
        #expect(await loop.ping(ICMPCheck(host: "127.0.0.1")) == .shutDown, "and whatever comes later")
    }
}

@Suite(.enabled(if: Network.isPossible, Network.requirement), .serialized)
struct EchoNetworkTests {
    let network: Network
    let loop: EchoLoop

    init() throws {
        let network = try Network()
        self.network = network
        loop = try network.inside { try EchoLoop() }
    }

    @Test func `A guest on the wire answers`() async {
        for host in ["198.51.100.2", "2001:db8:51::2"] {
            let finding = await loop.ping(ICMPCheck(host: host, count: 2), timeout: .milliseconds(600))
            #expect(finding.result == .up, "\(host)")
            #expect(finding.remote == IPAddress(host))
        }
    }

    @Test func `A guest that drops echoes timed out, without a sign of life`() async {
        let finding = await loop.ping(ICMPCheck(host: "198.51.100.3", count: 3), timeout: .milliseconds(300))
        #expect(finding.result == .down(Reason(.timedOut, "none of 3 echoes was answered")))
        #expect(finding.signs == [])
        #expect(finding.remote == nil)
        #expect(finding.measures.echoesSent == 3)
        #expect(finding.measures.echoesReceived == 0)
    }

    @Test(arguments: ["198.51.100.9", "2001:db8:51::9", "203.0.113.7"])
    func `A host the path calls unreachable is down, without a sign of life`(host: String) async {
        let finding = await loop.ping(ICMPCheck(host: host, count: 2), timeout: .seconds(3))
        #expect(isDown(finding, .hostUnreachable), "\(finding.result)")
        #expect(finding.signs == [])
        #expect(finding.measures.duration < 2_900_000, "it is said before the timeout")
    }

    @Test func `No route is our own fault`() async {
        let finding = await loop.ping(ICMPCheck(host: "203.0.113.1"))
        #expect(isUnknown(finding, .networkUnreachable), "\(finding.result)")
    }

    @Test func `Our own firewall is our own fault`() async {
        let finding = await loop.ping(ICMPCheck(host: "198.51.100.4"))
        #expect(isUnknown(finding, .notPermitted), "\(finding.result)")
    }

    @Test func `One host's error does not fail another's echo on the shared socket`() async {
        await withTaskGroup(of: (String, Finding).self) { [loop] group in
            for number in 0..<40 {
                let host = number % 2 == 0 ? "198.51.100.9" : "198.51.100.2"
                group.addTask { (host, await loop.ping(ICMPCheck(host: host, count: 3), timeout: .seconds(1))) }
            }
            for await (host, finding) in group {
                if host.hasSuffix("2") {
                    #expect(finding.measures.echoesReceived == 3)
                } else {
                    #expect(isDown(finding, .hostUnreachable), "\(finding.result)")
                }
            }
        }
    }

    @Test func `Without the capability, the sysctl is enough`() async throws {
        try network.setPingGroupRange("0 2147483647")
        let unprivileged = try network.inside(withoutRawSockets: true) {
            let isDatagram = try EchoSocket.open(isV4: true, tag: 0).access == .datagram
            #expect(isDatagram)
            return try EchoLoop()
        }
        for host in ["198.51.100.2", "2001:db8:51::2"] {
            let finding = await unprivileged.ping(ICMPCheck(host: host, count: 2), timeout: .milliseconds(600))
            #expect(finding.result == .up, "\(host)")
        }
        let unreachable = await unprivileged.ping(ICMPCheck(host: "198.51.100.9", count: 2), timeout: .seconds(3))
        #expect(isDown(unreachable, .hostUnreachable), "\(unreachable.result)")
    }

    @Test func `Without either, the probe is unknown and says what to grant`() async throws {
        try network.setPingGroupRange("1 0")
        let denied = try network.inside(withoutRawSockets: true) { try EchoLoop() }
        let finding = await denied.ping(ICMPCheck(host: "198.51.100.2"))
        #expect(isUnknown(finding, .notPermitted))
        let words = try #require(finding.result.reason?.detail)
        for part in ["CAP_NET_RAW", "ping_group_range", "is \"1 0\"", "setcap", "sysctl -w"] {
            #expect(words.contains(part), "\(words)")
        }
    }

    @Test func `Once granted, the next probe is permitted without a restart`() async throws {
        try network.setPingGroupRange("1 0")
        let loop = try network.inside(withoutRawSockets: true) { try EchoLoop() }
        #expect(isUnknown(await loop.ping(ICMPCheck(host: "198.51.100.2", count: 1)), .notPermitted))
        try network.setPingGroupRange("0 2147483647")
        let deadline = ContinuousClock.now + .seconds(10)
        var finding = await loop.ping(ICMPCheck(host: "198.51.100.2", count: 1))
        while finding.result != .up, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(100))
            finding = await loop.ping(ICMPCheck(host: "198.51.100.2", count: 1))
        }
        #expect(finding.result == .up)
    }
}

func isDown(_ finding: Finding, _ code: Reason.Code) -> Bool {
    guard case .down(let reason) = finding.result else { return false }
    return reason.code == code
}

func isUnknown(_ finding: Finding, _ code: Reason.Code) -> Bool {
    guard case .unknown(let reason) = finding.result else { return false }
    return reason.code == code
}
