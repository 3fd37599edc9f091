import Engine
import Glibc
import Testing

@testable import Probes

@Suite(.enabled(if: geteuid() == 0, "needs root, to open ICMP sockets whatever this machine's sysctl"))
struct EchoSocketTests {
    /// Sends so many echoes of one round with one call; returns their cookie and how many left.
    private func send(_ count: Int, to host: String, tag: UInt16, through socket: EchoSocket) throws -> (UInt64, Int) {
        let settings = EchoSettings(ICMPCheck(host: host, count: count), timeout: .seconds(100))
        let cookie = UInt64(tag) << 48 | 0x12_3456
        let now = Nanoseconds.now()
        var round = EchoRound(
            request: EchoRequest(settings: settings) { _ in },
            startedAt: now,
            randomness: (cookie, 0x0001_0002)
        )
        let target = try #require(settings.literal)
        let sender = EchoSender()
        sender.isV4 = target.isV4
        while let header = round.takeDue(at: now + .seconds(50)) { #expect(sender.add(header, of: round, to: target)) }
        var left = 0
        let isDone = sender.send(through: socket) { _, _, outcome in
            if case .left(let time) = outcome, time >= now { left += 1 }
        }
        #expect(isDone)
        return (cookie, left)
    }

    /// The cookies of all answers that come within a moment, until there are so many.
    private func receive(_ count: Int, from socket: EchoSocket) -> [UInt64] {
        let reader = DatagramReader()
        var cookies: [UInt64] = []
        for _ in 0..<100 where cookies.count < count {
            let outcome = reader.read(from: socket) { datagram in
                if let (_, cookie) = EchoPacket.decode(datagram.packet, type: socket.isV4 ? 0 : 129) {
                    cookies.append(cookie)
                }
                #expect(datagram.arrivedAt <= datagram.readAt)
            }
            if case .nothing = outcome { usleep(10_000) }
        }
        return cookies
    }

    @Test(arguments: ["127.0.0.1", "::1"]) func `Many echoes leave with one call, and a batch of answers is read`(
        host: String
    )
        throws
    {
        let socket = try EchoSocket.open(isV4: host != "::1", tag: 0xA1B2)
        let (cookie, left) = try send(60, to: host, tag: 0xA1B2, through: socket)
        #expect(left == 60)
        #expect(receive(60, from: socket) == Array(repeating: cookie, count: 60))
    }

    @Test(arguments: ["127.0.0.1", "::1"]) func `The kernel keeps others' answers from us`(host: String) throws {
        let (ours, others) = (
            try EchoSocket.open(isV4: host != "::1", tag: 1), try EchoSocket.open(isV4: host != "::1", tag: 2)
        )
        _ = try send(3, to: host, tag: 2, through: others)
        let (cookie, _) = try send(1, to: host, tag: 1, through: ours)
        #expect(receive(1, from: ours) == [cookie])
        #expect(receive(3, from: others).count == 3)
    }
}
