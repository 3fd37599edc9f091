import Glibc
import Synchronization
import Testing

@testable import Transfer

/// Runs of one shape, one after the other, so that each has the seat of the one before it.
@Suite("A seat carries nothing over to the next run")
struct SeatTests {
    let loop: TransferLoop

    init() throws {
        loop = try TransferLoop()
    }

    private func prepare(_ url: String, _ change: (inout TransferRequest) -> Void = { _ in }) throws -> PreparedTransfer
    {
        var request = TransferRequest(url: url, deadline: 5000)
        change(&request)
        return try loop.prepare(request)
    }

    private func outcome(
        _ transfer: PreparedTransfer,
        _ terms: RunTerms = RunTerms()
    ) async -> Result<TransferResponse, TransferError> {
        await withCheckedContinuation { continuation in
            loop.start([TransferStart(transfer, terms: terms) { continuation.resume(returning: $0) }])
        }
    }

    private func error(_ transfer: PreparedTransfer) async throws -> TransferError {
        guard case .failure(let error) = await outcome(transfer) else { throw UnexpectedSuccess() }
        return error
    }

    /// A port where nobody listens.
    private func deadPort() throws -> UInt16 {
        let (listener, port) = try LoopbackServer.listen(backlog: 1)
        close(listener)
        return port
    }

    @Test("it is the same seat, and only one is kept for runs one after the other")
    func same() async throws {
        let server = try LoopbackServer { $0.serve(response()) }
        let shape = try prepare(server.url).exchange.shape
        for number in 0..<3 {
            let transfer = try prepare("\(server.url)/\(number)")
            #expect(transfer.exchange.shape === shape)
            #expect(try await outcome(transfer).get().status == 200)
            #expect(shape.idle.count == 1)
        }
    }

    @Test("neither status nor body, neither address nor times")
    func answer() async throws {
        let server = try LoopbackServer { connection in
            _ = connection.readHead()
            let modified = "Last-Modified: Sun, 29 Nov 2026 10:00:00 GMT"
            connection.send(response("203 OK", headers: [modified], body: "first"))
        }
        let good = try await outcome(try prepare(server.url)).get()
        #expect(good.body == Array("first".utf8) && good.trace.lastModified != nil)
        let port = try deadPort()
        let refused = try await error(try prepare("http://127.0.0.2:\(port)"))
        #expect(refused.kind == .connectionRefused && refused.message.hasPrefix("connect to 127.0.0.2 port \(port)"))
        let trace = refused.trace
        #expect(trace.status == 0 && trace.remote == nil && trace.connected == 0 && trace.firstByte == 0)
        #expect(trace.attemptedAddress == "127.0.0.2" && trace.lastModified == nil && !trace.peerAnswered)
        let silent = try LoopbackServer { connection in
            _ = connection.readHead()
        }
        let broken = try await error(try prepare(silent.url))
        #expect(broken.kind == .connectionReset && !broken.trace.peerAnswered && broken.trace.status == 0)
        let empty = try LoopbackServer { $0.serve(response("204 No")) }
        let last = try await outcome(try prepare(empty.url)).get()
        #expect(last.status == 204 && last.body.isEmpty && last.bodyBytes == 0 && last.headers.count == 1)
    }

    @Test("no older version of HTTP, which the server before had spoken")
    func httpVersion() async throws {
        let old = try LoopbackServer { connection in
            _ = connection.readHead()
            connection.send("HTTP/1.0 200 OK\r\n\r\n")
        }
        #expect(try await outcome(try prepare(old.url)).get().trace.httpVersion == 10)
        let head = Mutex<String?>(nil)
        let new = try LoopbackServer { connection in
            let seen = connection.readHead()
            head.withLock { $0 = seen }
            connection.send(response())
        }
        #expect(try await outcome(try prepare("\(new.url)/x")).get().trace.httpVersion == 11)
        let lines = [
            "GET /x HTTP/1.1", "Host: \(new.authority)", "Accept: */*", "User-Agent: defib", "Connection: close",
        ]
        #expect(head.withLock { $0 } == lines.joined(separator: "\r\n") + "\r\n\r\n")
    }

    @Test("neither a run's own deadline nor a request's")
    func deadlines() async throws {
        let silent = try LoopbackServer { $0.waitForClose() }
        let slow = try LoopbackServer { connection in
            _ = connection.readHead()
            usleep(300_000)
            connection.send(response())
        }
        let (first, second) = (try prepare(silent.url), try prepare(slow.url))
        guard case .failure(let late) = await outcome(first, RunTerms(deadline: 100)) else { throw UnexpectedSuccess() }
        #expect(late.kind == .timedOut)
        #expect(try await outcome(second).get().status == 200)
        #expect(try await error(try prepare(silent.url) { $0.deadline = 100 }).kind == .timedOut)
        #expect(try await outcome(second).get().status == 200)
        #expect(second.exchange.shape.idle.count == 1)
    }

    @Test("nothing of a run that was called off")
    func cancelled() async throws {
        let silent = try LoopbackServer { $0.waitForClose() }
        let server = try LoopbackServer { $0.serve(response(body: "whole")) }
        let stuck = try prepare(silent.url)
        let result = await withCheckedContinuation { continuation in
            loop.start(stuck) { continuation.resume(returning: $0) }.cancel()
        }
        guard case .failure(let error) = result else { throw UnexpectedSuccess() }
        #expect(error.kind == .cancelled)
        #expect(try await outcome(try prepare(server.url)).get().body == Array("whole".utf8))
    }

    @Test("a transfer that nobody holds any more runs to its end, and its seat goes to the next")
    func orphaned() async throws {
        let server = try LoopbackServer { $0.serve(response()) }
        var transfer: PreparedTransfer? = try prepare(server.url)
        let shape = try #require(transfer).exchange.shape
        let result = await withCheckedContinuation { continuation in
            if let transfer { loop.start([TransferStart(transfer) { continuation.resume(returning: $0) }]) }
            transfer = nil
        }
        #expect(try result.get().status == 200)
        #expect(shape.idle.map { $0.exchange == nil } == [true])
    }

    @Test("several at once have a seat each")
    func together() async throws {
        let server = try LoopbackServer { connection in
            let path = connection.readHead()?.split(separator: " ").dropFirst().first ?? ""
            connection.send(response(body: String(path)))
        }
        let (results, report) = AsyncStream<(Int, Result<TransferResponse, TransferError>)>.makeStream()
        for _ in 0..<3 {
            let batch = try (0..<40).map { number in
                TransferStart(try prepare("\(server.url)/\(number)")) { report.yield((number, $0)) }
            }
            loop.start(batch)
            var ended = 0
            for await (number, result) in results {
                #expect(try result.get().body == Array("/\(number)".utf8))
                ended += 1
                if ended == batch.count { break }
            }
        }
    }

    @Test("on another loop than its own a transfer runs as well")
    func elsewhere() async throws {
        let server = try LoopbackServer { $0.serve(response()) }
        let transfer = try prepare(server.url)
        let other = try TransferLoop()
        let result = await withCheckedContinuation { continuation in
            other.start(transfer) { continuation.resume(returning: $0) }
        }
        #expect(try result.get().status == 200)
        #expect(transfer.exchange.shape.idle.isEmpty)
        #expect(try await outcome(transfer).get().status == 200)
    }

    @Test("credentials in a URL stay on a seat of their own")
    func credentials() async throws {
        let heads = Mutex<[String]>([])
        let server = try LoopbackServer { connection in
            guard let head = connection.readHead() else { return }
            heads.withLock { $0.append(head) }
            connection.send(response())
        }
        let secret = try prepare("http://user:word@\(server.authority)/")
        #expect(secret.exchange.ownSeat != nil)
        #expect(try await outcome(secret).get().status == 200)
        #expect(try await outcome(try prepare(server.url)).get().status == 200)
        #expect(heads.withLock { $0 }.map { $0.contains("Authorization:") } == [true, false])
    }
}
