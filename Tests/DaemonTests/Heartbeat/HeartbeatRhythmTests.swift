import Engine
import Testing

@testable import Daemon

@Suite("The heartbeat's rhythm")
struct HeartbeatRhythmTests {
    private var rhythm = HeartbeatRhythm(interval: .seconds(60))
    private let begin = Timestamp(milliseconds: 1_000_000)

    private func at(_ seconds: Int64) -> Timestamp { begin + .seconds(seconds) }

    /// What is sent over `seconds` of looks once a second, each ping taken unless told otherwise.
    private mutating func pings(
        during seconds: ClosedRange<Int64>,
        _ condition: VitalSigns.Condition,
        areTaken: Bool = true
    ) -> [(at: Int64, ping: HeartbeatRhythm.Ping)] {
        var sent: [(at: Int64, ping: HeartbeatRhythm.Ping)] = []
        for second in seconds {
            guard let ping = rhythm.due(condition, at: at(second)) else { continue }
            rhythm.attempted(ping, at: at(second), isTaken: areTaken)
            sent.append((second, ping))
        }
        return sent
    }

    @Test("starts, then tells at an even pace that all is well")
    mutating func well() {
        let sent = pings(during: 0...140, .well)
        #expect(sent.map(\.ping) == [.start, .success, .success, .success])
        #expect(sent.map(\.at) == [0, 12, 72, 132])
    }

    @Test("claims nothing before anything is known")
    mutating func unknown() {
        #expect(pings(during: 0...600, .unknown).map(\.ping) == [.start])
    }

    @Test("tells of a failure once, at once, and then holds its peace until all is well again")
    mutating func failure() {
        _ = pings(during: 0...20, .well)
        let sent = pings(during: 25...300, .ill("the disk is full"))
        #expect(sent.map(\.ping) == [.fail("the disk is full")])
        #expect(sent.map(\.at) == [25])
        #expect(pings(during: 301...301, .ill("something else")).isEmpty)
        #expect(pings(during: 302...302, .well).map(\.ping) == [.success])
    }

    @Test("repeats what was not taken, a success as well as a failure, but not the start")
    mutating func losses() {
        #expect(pings(during: 0...40, .well, areTaken: false).map(\.ping) == [.start, .success, .success, .success])
        #expect(pings(during: 48...72, .ill("x"), areTaken: false).map(\.ping) == [.fail("x"), .fail("x"), .fail("x")])
        #expect(pings(during: 84...200, .ill("x")).map(\.ping) == [.fail("x")])
    }

    @Test("never pings more than five times a minute, however things come and go")
    mutating func flapping() {
        var count = 0
        for second in Int64(0)..<60 {
            count += pings(during: second...second, second.isMultiple(of: 2) ? .well : .ill("x")).count
        }
        #expect(count == 5)
    }
}

@Suite("A ping's URL")
struct PingURLTests {
    @Test("has its kind at the end of its path, before any query")
    func endings() {
        #expect(PingURL.of(.success, "https://hc.example/abc") == "https://hc.example/abc")
        #expect(PingURL.of(.start, "https://hc.example/abc") == "https://hc.example/abc/start")
        #expect(PingURL.of(.fail("x"), "https://hc.example/abc/") == "https://hc.example/abc/fail")
        #expect(
            PingURL.of(.fail("x"), "https://hc.example/key/web?create=1") == "https://hc.example/key/web/fail?create=1"
        )
    }
}
