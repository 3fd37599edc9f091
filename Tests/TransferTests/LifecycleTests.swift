import Glibc
import Synchronization
import Testing
import Transfer

@Suite("The loop")
struct LifecycleTests {
    typealias Outcome = Result<TransferResponse, TransferError>

    /// What `start` ends with.
    private func outcome(_ start: (@escaping TransferCompletion) -> Void) async -> Outcome {
        await withCheckedContinuation { continuation in start { continuation.resume(returning: $0) } }
    }

    private func kind(_ outcome: Outcome) -> TransferError.Kind? {
        if case .failure(let error) = outcome { error.kind } else { nil }
    }

    @Test("ends a transfer whose task is cancelled, before and while it runs")
    func cancelledTask() async throws {
        let loop = try TransferLoop()
        let server = try LoopbackServer { $0.waitForClose() }
        await withTaskGroup(of: TransferError.Kind?.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try? await failure(of: TransferRequest(url: server.url, deadline: 60_000), on: loop).kind
                }
            }
            group.cancelAll()
            for await kind in group { #expect(kind == .cancelled) }
        }
    }

    @Test("ends a transfer through its handle, and ignores a second cancel")
    func cancelledHandle() async throws {
        let loop = try TransferLoop()
        let server = try LoopbackServer { $0.waitForClose() }
        let outcome = await outcome { completion in
            let handle = loop.start(TransferRequest(url: server.url, deadline: 60_000), completion: completion)
            handle?.cancel()
            handle?.cancel()
        }
        #expect(kind(outcome) == .cancelled)
    }

    @Test("a late cancel does not touch the next run of a prepared transfer")
    func lateCancel() async throws {
        let loop = try TransferLoop()
        let server = try LoopbackServer { $0.serve(response()) }
        let prepared = try PreparedTransfer(TransferRequest(url: server.url, deadline: 5000))
        let first = Mutex<TransferHandle?>(nil)
        _ = await outcome { completion in
            let handle = loop.start(prepared, completion: completion)
            first.withLock { $0 = handle }
        }
        let second = await outcome { completion in
            loop.start(prepared, completion: completion)
            first.withLock { $0 }?.cancel()
        }
        #expect(kind(second) == nil)
    }

    @Test("runs a prepared transfer again and again, each run with results of its own")
    func prepared() async throws {
        let loop = try TransferLoop()
        let count = Atomic<Int>(0)
        let server = try LoopbackServer { connection in
            _ = connection.readHead()
            let number = count.add(1, ordering: .relaxed).newValue
            if number != 2 { connection.send(response("20\(number) OK", body: "run \(number)")) }
        }
        let prepared = try PreparedTransfer(TransferRequest(url: server.url, deadline: 5000))
        var runs: [Outcome] = []
        for _ in 0..<3 { runs.append(await outcome { loop.start(prepared, completion: $0) }) }
        #expect(try runs[0].get().body == Array("run 1".utf8))
        #expect(kind(runs[1]) == .connectionReset)
        #expect(try runs[2].get().status == 203)
        #expect(server.acceptedConnections == 3)
    }

    @Test("a prepared transfer's failure forgets the success before it")
    func preparedThenRefused() async throws {
        let loop = try TransferLoop()
        var server: LoopbackServer? = try LoopbackServer { $0.serve(response()) }
        let request = TransferRequest(url: try #require(server).url, deadline: 2000)
        let prepared = try PreparedTransfer(request)
        #expect(kind(await outcome { loop.start(prepared, completion: $0) }) == nil)
        server = nil
        usleep(50_000)
        guard case .failure(let error) = await outcome({ loop.start(prepared, completion: $0) }) else {
            Issue.record("the server is gone")
            return
        }
        #expect(error.kind == .connectionRefused)
        #expect(error.trace.remoteAddress == nil && error.trace.status == 0 && error.trace.connected == 0)
        #expect(error.trace.attemptedAddress == "127.0.0.1")
    }

    @Test("refuses a second run of a prepared transfer beside the first")
    func overlapping() async throws {
        let loop = try TransferLoop()
        let server = try LoopbackServer { $0.waitForClose() }
        let prepared = try PreparedTransfer(TransferRequest(url: server.url, deadline: 60_000))
        let handle = loop.start(prepared) { _ in }
        #expect(kind(await outcome { loop.start(prepared, completion: $0) }) == .invalidRequest)
        handle.cancel()
    }

    @Test("takes a batch at once")
    func batch() async throws {
        let loop = try TransferLoop()
        let server = try LoopbackServer { $0.serve(response()) }
        let (results, report) = AsyncStream<Outcome>.makeStream()
        let request = TransferRequest(url: server.url, deadline: 5000)
        let batch = try (0..<50).map { _ in TransferStart(try PreparedTransfer(request)) { report.yield($0) } }
        #expect(loop.start(batch).count == 50)
        var statuses: [Int] = []
        for await result in results {
            statuses.append(try result.get().status)
            if statuses.count == 50 { break }
        }
        #expect(statuses == Array(repeating: 200, count: 50))
    }

    @Test("a completion may start the next transfer")
    func chain() async throws {
        let loop = try TransferLoop()
        let server = try LoopbackServer { $0.serve(response()) }
        let request = TransferRequest(url: server.url, deadline: 5000)
        let last = await outcome { completion in
            loop.start(request) { _ in loop.start(request) { _ in loop.start(request, completion: completion) } }
        }
        #expect(try last.get().status == 200)
    }

    @Test("fails what is under way when it shuts down, and what comes later")
    func shutdown() async throws {
        let loop = try TransferLoop()
        let server = try LoopbackServer { $0.waitForClose() }
        let request = TransferRequest(url: server.url, deadline: 60_000)
        let greeting = TransferRequest(url: "tcp://\(server.authority)", deadline: 60_000, greetingBytes: 1)
        let kinds = Mutex<[TransferError.Kind?]>([])
        for index in 0..<10 {
            loop.start(index.isMultiple(of: 2) ? request : greeting) { outcome in
                kinds.withLock { $0.append(self.kind(outcome)) }
            }
        }
        usleep(20_000)
        loop.shutdown()
        loop.shutdown()
        #expect(kinds.withLock { $0 } == Array(repeating: .shutDown, count: 10))
        #expect(try await failure(of: request, on: loop).kind == .shutDown)
        #expect(kind(await outcome { loop.start(request, completion: $0) }) == .shutDown)
        #expect(kind(await outcome { loop.start(TransferRequest(url: "", deadline: 1), completion: $0) }) == .shutDown)
    }

    @Test("can be shut down and dropped from a completion")
    func shutdownFromWithin() async throws {
        let server = try LoopbackServer { $0.serve(response()) }
        let loop = try TransferLoop()
        let outcome = await outcome { completion in
            loop.start(TransferRequest(url: server.url, deadline: 5000)) { result in
                loop.shutdown()
                completion(result)
            }
        }
        #expect(try outcome.get().status == 200)
    }

    @Test("fails what is under way when its owner lets go of it")
    func dropped() async throws {
        let server = try LoopbackServer { $0.waitForClose() }
        let outcome = try await withCheckedThrowingContinuation { continuation in
            do {
                let loop = try TransferLoop()
                loop.start(TransferRequest(url: server.url, deadline: 60_000)) { continuation.resume(returning: $0) }
            } catch {
                continuation.resume(throwing: error)
            }
        }
        #expect(kind(outcome) == .shutDown)
    }

    @Test("runs a thousand at once")
    func thousand() async throws {
        // Both ends are ours; many systems allow 1,024 until asked for more.
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = min(limit.rlim_max, 8192)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let loop = try TransferLoop()
        let server = try HoldingServer(count: 1000)
        let url = "http://127.0.0.1:\(server.port)"
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<1000 {
                group.addTask { try await loop.perform(TransferRequest(url: url, deadline: 20_000)).status }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 200, count: 1000))
    }
}

/// Answers no one before `count` connections are open at the same time.
private final class HoldingServer: Sendable {
    let port: UInt16

    init(count: Int) throws {
        let (listener, port) = try LoopbackServer.listen(backlog: SOMAXCONN)
        self.port = port
        spawnThread {
            let connections = (0..<count).map { _ in Connection(descriptor: acceptConnection(listener)) }
            close(listener)
            for connection in connections where connection.readHead() != nil { connection.send(response()) }
        }
    }
}
