import Testing
import Transfer

@Suite("A mere connection")
struct MereConnectionTests {
    let loop: TransferLoop

    init() throws {
        loop = try TransferLoop()
    }

    private func request(_ server: LoopbackServer, greetingBytes: Int = 0, deadline: Int = 5000) -> TransferRequest {
        TransferRequest(url: "tcp://\(server.authority)", deadline: deadline, greetingBytes: greetingBytes)
    }

    @Test("succeeds once it stands, and is closed")
    func connects() async throws {
        let (closed, tell) = AsyncStream<Void>.makeStream()
        let server = try LoopbackServer { connection in
            connection.waitForClose()
            tell.finish()
        }
        let answer = try await loop.perform(request(server))
        #expect(answer.status == 0 && answer.body.isEmpty && answer.headers.isEmpty)
        #expect(answer.trace.didConnect && !answer.trace.peerAnswered)
        #expect(answer.trace.remoteAddress == "127.0.0.1")
        for await _ in closed {}
    }

    @Test("sends nothing of its own")
    func silent() async throws {
        let server = try LoopbackServer { connection in
            connection.send(connection.read(1) == nil ? "never read" : "the client spoke first")
        }
        let error = try await failure(of: request(server, greetingBytes: 3, deadline: 200), on: loop)
        #expect(error.kind == .timedOut)
    }

    @Test("reads as much of a greeting as it was asked for")
    func greeting() async throws {
        let server = try LoopbackServer { connection in
            connection.send("SSH-2.0-OpenSSH_9.2\r\n")
            connection.waitForClose()
        }
        let answer = try await loop.perform(request(server, greetingBytes: 4))
        #expect(answer.body == Array("SSH-".utf8))
        #expect(answer.trace.peerAnswered)
        #expect(answer.trace.connected <= answer.trace.firstByte && answer.trace.firstByte <= answer.trace.total)
    }

    @Test("puts together a greeting that comes in pieces")
    func pieces() async throws {
        let server = try LoopbackServer { connection in
            for byte in "220 ready".utf8 { connection.send([byte]) }
            connection.waitForClose()
        }
        let answer = try await loop.perform(request(server, greetingBytes: 9))
        #expect(answer.body == Array("220 ready".utf8))
    }

    @Test("takes a shorter greeting where the peer then closes")
    func shortGreeting() async throws {
        let server = try LoopbackServer { $0.send("busy\n") }
        let answer = try await loop.perform(request(server, greetingBytes: 100))
        #expect(answer.body == Array("busy\n".utf8))
    }

    @Test("fails at its deadline where the greeting never comes")
    func noGreeting() async throws {
        let server = try LoopbackServer { $0.waitForClose() }
        let error = try await failure(of: request(server, greetingBytes: 4, deadline: 200), on: loop)
        #expect(error.kind == .timedOut)
        #expect(error.message.hasSuffix(", no greeting)"))
        #expect(error.trace.didConnect && !error.trace.peerAnswered)
    }

    @Test("fails at its deadline where only a part of it came")
    func partialGreeting() async throws {
        let server = try LoopbackServer { connection in
            connection.send("SS")
            connection.waitForClose()
        }
        let error = try await failure(of: request(server, greetingBytes: 4, deadline: 200), on: loop)
        #expect(error.kind == .timedOut && error.trace.peerAnswered)
    }

    @Test("fails where the peer closes without a greeting")
    func closed() async throws {
        let server = try LoopbackServer { _ in }
        let error = try await failure(of: request(server, greetingBytes: 4), on: loop)
        #expect(error.kind == .connectionReset)
        #expect(error.message.hasSuffix("closed the connection without an answer"))
    }

    @Test("fails where the peer resets instead of greeting")
    func reset() async throws {
        let server = try LoopbackServer { $0.resetOnClose() }
        let error = try await failure(of: request(server, greetingBytes: 4), on: loop)
        #expect(error.kind == .connectionReset)
        // So early a reset may look like a refusal; either way that address has spoken.
        #expect(error.trace.attemptedAddress == "127.0.0.1")
    }

    @Test("can be called off while it awaits a greeting, many times over")
    func cancelled() async throws {
        let server = try LoopbackServer { $0.waitForClose() }
        let request = request(server, greetingBytes: 4, deadline: 60_000)
        let loop = loop
        for _ in 0..<20 {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await #expect(throws: TransferError.self) { try await loop.perform(request) } }
                group.cancelAll()
            }
        }
    }
}
