import Configuration
import Engine
import Glibc
import Logging
import Probes
import Synchronization
import Testing
import Transfer

@testable import Daemon

/// Against a real listener, through libcurl.
@Suite("The heartbeat")
struct HeartbeatTests {
    private static let secret = "4f9a2c77-81aa-secret-of-this-check"

    private func sending(
        _ ping: HeartbeatRhythm.Ping,
        _ manner: PingListener.Manner,
        path: String = "/\(HeartbeatTests.secret)",
        deadline: Int = 5_000
    ) async throws -> (outcome: HeartbeatSender.Outcome, requests: [String]) {
        let listener = try PingListener(manner)
        let thread = try ServiceThread.start("ping-listener") { listener.serve() }
        let transfers = try TransferLoop()
        let sender = HeartbeatSender(transport: transfers, deadline: deadline)
        let outcome = await sender.send(ping, to: .literal("http://127.0.0.1:\(listener.port)\(path)"))
        transfers.shutdown()
        listener.close()
        thread.join()
        return (outcome, listener.requests)
    }

    @Test("asks for its URL, and those below it, with the reason of a failure as plain text")
    func wire() async throws {
        let path = "/\(HeartbeatTests.secret)"
        #expect(try await sending(.start, .answers(200)) == (.taken, ["GET \(path)/start"]))
        #expect(try await sending(.success, .answers(200)) == (.taken, ["GET \(path)"]))
        let failure = try await sending(.fail("the disk is full"), .answers(200))
        #expect(failure == (.taken, ["POST \(path)/fail the disk is full\n"]))
    }

    @Test(
        "is lost where the service does not take it, in words that repeat nothing of the URL",
        arguments: [
            (PingListener.Manner.answers(500), "it answered 500"),
            (.answers(429, "\(HeartbeatTests.secret): slow down"), "it answered 429"),
            (.answers(301), "it answered 301: redirects are not followed, write the final URL"),
            (.knows("/another"), "it answered 404: the service knows no such check"),
            (.answers(200, "OK (not found)"), "it answered 'OK (not found)': the service knows no such check"),
            (.answers(200, "OK (rate limited)"), "it answered 'OK (rate limited)': others ping the same check"),
            (.hangs, "it did not answer in time"),
        ]
    )
    func losses(manner: PingListener.Manner, words: String) async throws {
        let (outcome, _) = try await sending(.success, manner, deadline: 500)
        #expect(outcome == .lost(words))
        #expect(!"\(outcome)".contains(HeartbeatTests.secret))
    }

    @Test("is lost where nobody listens, or somebody hangs up")
    func nobody() async throws {
        let (outcome, _) = try await sending(.success, .hangsUp)
        guard case .lost(let words) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(!words.contains(HeartbeatTests.secret))
        let transfers = try TransferLoop()
        let refused = await HeartbeatSender(transport: transfers).send(
            .success,
            to: .literal("http://127.0.0.1:1/\(HeartbeatTests.secret)")
        )
        #expect(refused == .lost("the connection was refused"))
        transfers.shutdown()
    }

    @Test("reads its URL from a file for every ping, and says what is wrong with that without quoting it")
    func files() async throws {
        let folder = Folder()
        let transfers = try TransferLoop()
        let sender = HeartbeatSender(transport: transfers)
        let path = "\(folder.path)/url"
        #expect(
            await sender.send(.start, to: .file(path: path)) == .lost("the file of its URL, \(path), can't be read")
        )
        try put("ftp://\(HeartbeatTests.secret)\n", at: path)
        let foreign = await sender.send(.start, to: .file(path: path))
        #expect(foreign == .lost("the file of its URL, \(path), holds no http(s) URL"))
        let listener = try PingListener(.answers(200))
        let thread = try ServiceThread.start("ping-listener") { listener.serve() }
        try put("http://127.0.0.1:\(listener.port)/abc\n", at: path)
        #expect(await sender.send(.start, to: .file(path: path)) == .taken)
        #expect(listener.requests == ["GET /abc/start"])
        transfers.shutdown()
        listener.close()
        thread.join()
    }

    @Test("is silent until it is switched on by a reload")
    func switchingOn() async throws {
        let listener = try PingListener(.answers(200))
        let thread = try ServiceThread.start("ping-listener") { listener.serve() }
        let transfers = try TransferLoop()
        let clock = BootClock()
        let heartbeat = Heartbeat(
            nil,
            queue: try EventQueue(clock: clock),
            clock: clock,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            sender: HeartbeatSender(transport: transfers)
        )
        #expect(!heartbeat.report.isConfigured)
        try await withThrowingTaskGroup { group in
            group.addTask { try await heartbeat.run() }
            heartbeat.replace(
                HeartbeatSettings(url: .literal("http://127.0.0.1:\(listener.port)/c"), interval: .seconds(60))
            )
            for _ in 0..<1_000 where listener.requests.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
            group.cancelAll()
        }
        #expect(heartbeat.report.isConfigured)
        #expect(listener.requests == ["GET /c/start"])
        transfers.shutdown()
        listener.close()
        thread.join()
    }

    @Test("starts, beats, fails with its reason, is silent, and beats again: and a service that is down is told of")
    func life() async throws {
        let listener = try PingListener(.answers(200))
        let thread = try ServiceThread.start("ping-listener") { listener.serve() }
        let transfers = try TransferLoop()
        let clock = SteppingClock()
        let queue = try EventQueue(clock: clock)
        let heartbeat = Heartbeat(
            HeartbeatSettings(url: .literal("http://127.0.0.1:\(listener.port)/c"), interval: .seconds(60)),
            queue: queue,
            clock: clock,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            sender: HeartbeatSender(transport: transfers)
        )
        heartbeat.noteListing()
        heartbeat.hear(distrust: nil, at: clock.now())
        await heartbeat.beat()
        clock.advance(by: 12)
        heartbeat.hear(distrust: nil, at: clock.now())
        await heartbeat.beat()
        #expect(listener.requests == ["GET /c/start", "GET /c"])
        #expect(heartbeat.report.lastSuccessAt == clock.now())

        clock.advance(by: 12)
        heartbeat.hear(distrust: "the journal can't be written: no space", at: clock.now())
        await heartbeat.beat()
        for _ in 0..<5 {
            clock.advance(by: 60)
            heartbeat.hear(distrust: "the journal can't be written: no space", at: clock.now())
            await heartbeat.beat()
        }
        let fail = "POST /c/fail Defib distrusts itself: the journal can't be written: no space\n"
        #expect(listener.requests.dropFirst(2) == [fail])

        listener.become(.answers(500))
        for _ in 0..<Heartbeat.lossesBeforeNotice {
            clock.advance(by: 60)
            heartbeat.hear(distrust: nil, at: clock.now())
            await heartbeat.beat()
        }
        #expect(heartbeat.report.fault == "it answered 500")
        #expect(
            notices(queue) == ["the heartbeat does not reach its service, which may raise the alarm: it answered 500"]
        )
        listener.become(.answers(200))
        clock.advance(by: 12)
        heartbeat.hear(distrust: nil, at: clock.now())
        await heartbeat.beat()
        #expect(heartbeat.report.fault == nil)
        #expect(notices(queue) == [nil])
        #expect(heartbeat.report.taken == [.start: 1, .success: 2, .fail: 1])
        transfers.shutdown()
        listener.close()
        thread.join()
    }

    /// What was posted to the engine since the last time.
    private func notices(_ queue: EventQueue) -> [String?] {
        queue.take(waitingAtMost: .zero).items.compactMap { item in
            guard case .event(.noticeChanged("heartbeat", let line)) = item else { return nil }
            return .some(line)
        }
    }

    private func put(_ text: String, at path: String) throws {
        let file = try #require(fopen(path, "w"))
        fputs(text, file)
        fclose(file)
    }
}

/// A clock that is moved on by hand.
private final class SteppingClock: SteadyClock {
    private let milliseconds = Atomic<Int64>(1_000_000)

    func now() -> Timestamp { Timestamp(milliseconds: milliseconds.load(ordering: .relaxed)) }
    func advance(by seconds: Int64) { milliseconds.add(seconds * 1_000, ordering: .relaxed) }
}
