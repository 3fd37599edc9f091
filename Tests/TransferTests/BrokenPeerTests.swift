import Glibc
import Testing
import Transfer

@Suite("A peer that")
struct BrokenPeerTests {
    let loop: TransferLoop

    init() throws {
        loop = try TransferLoop()
    }

    private func failure(
        maxBodyBytes: Int = 1 << 20,
        script: @escaping @Sendable (Connection) -> Void
    ) async throws -> TransferError {
        let server = try LoopbackServer(script: script)
        let request = TransferRequest(url: server.url + "/?secret", deadline: 5000, maxBodyBytes: maxBodyBytes)
        let error = try await TransferTests.failure(of: request, on: loop)
        #expect(!error.message.contains("secret") && !error.message.contains("\n"))
        return error
    }

    @Test("refuses has given a sign of life from the address that was tried")
    func refuses() async throws {
        let (listener, port) = try LoopbackServer.listen(backlog: 1)
        close(listener)
        let request = TransferRequest(url: "http://127.0.0.1:\(port)", deadline: 5000)
        let error = try await TransferTests.failure(of: request, on: loop)
        #expect(error.kind == .connectionRefused)
        #expect(error.message == "connect to 127.0.0.1 port \(port): connection refused")
        #expect(error.trace.attemptedAddress == "127.0.0.1")
        #expect(error.trace.remoteAddress == nil && !error.trace.didConnect)
    }

    @Test("refuses over IPv6 is told by its address as well")
    func refusesV6() async throws {
        let (listener, port) = try LoopbackServer.listen(v6: true, backlog: 1)
        close(listener)
        let request = TransferRequest(url: "http://[::1]:\(port)", deadline: 5000)
        let error = try await TransferTests.failure(of: request, on: loop)
        #expect(error.kind == .connectionRefused)
        #expect(error.trace.attemptedAddress == "::1")
    }

    @Test("resets before it answers")
    func resets() async throws {
        let error = try await failure { connection in
            _ = connection.readHead()
            connection.resetOnClose()
        }
        #expect(error.kind == .connectionReset)
        #expect(error.trace.didConnect && !error.trace.peerAnswered)
        #expect(error.message.hasSuffix("broke the connection before it answered"))
    }

    @Test("resets in the middle of a body")
    func resetsMidBody() async throws {
        let error = try await failure { connection in
            _ = connection.readHead()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nsome")
            usleep(50_000)
            connection.resetOnClose()
        }
        #expect(error.kind == .connectionReset)
        #expect(error.trace.peerAnswered && error.trace.status == 200)
        #expect(error.message.hasSuffix("broke the connection after 4 bytes of body"))
    }

    @Test("closes in the middle of a body", arguments: ["Content-Length: 1000", "Transfer-Encoding: chunked"])
    func closesMidBody(header: String) async throws {
        let error = try await failure { connection in
            _ = connection.readHead()
            connection.send("HTTP/1.1 200 OK\r\n\(header)\r\n\r\n4\r\nsome\r\n")
        }
        #expect(error.kind == .connectionReset)
        #expect(error.trace.status == 200)
    }

    @Test("closes without an answer")
    func closes() async throws {
        let error = try await failure { _ = $0.readHead() }
        #expect(error.kind == .connectionReset)
        #expect(error.message.hasSuffix("closed the connection without an answer"))
        #expect(!error.trace.peerAnswered)
    }

    @Test("speaks something else", arguments: ["SSH-2.0-OpenSSH_9.2\r\n", "\0\u{1}\u{2}\u{3}garbage", "+OK ready\r\n"])
    func notHTTP(greeting: String) async throws {
        let error = try await failure { connection in
            connection.send(greeting)
            connection.waitForClose()
        }
        #expect(error.kind == .protocolViolation)
        #expect(error.trace.peerAnswered && error.trace.status == 0)
    }

    @Test("speaks broken HTTP", arguments: ["HTTP/1.1 2xx What\r\n\r\n", "HTTP/7 200 OK\r\n\r\n"])
    func brokenHTTP(answer: String) async throws {
        let error = try await failure { $0.serve(answer) }
        #expect(error.kind == .protocolViolation)
    }

    @Test("sends broken chunks")
    func brokenChunks() async throws {
        let error = try await failure { $0.serve("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n") }
        #expect(error.kind == .protocolViolation)
        #expect(error.trace.status == 200)
    }

    @Test("announces and sends a body beyond the limit is cut there")
    func largeBody() async throws {
        let error = try await failure(maxBodyBytes: 1000) {
            $0.serve(response(body: String(repeating: "x", count: 1001)))
        }
        #expect(error.kind == .bodyTooLarge)
        #expect(error.message.hasSuffix("sent a body of more than 1000 bytes"))
        #expect(error.trace.status == 200)
    }

    @Test("sends a body of just the limit is fine")
    func fittingBody() async throws {
        let server = try LoopbackServer { $0.serve(response(body: String(repeating: "x", count: 1000))) }
        let answer = try await loop.perform(TransferRequest(url: server.url, deadline: 5000, maxBodyBytes: 1000))
        #expect(answer.body.count == 1000)
    }

    @Test("never ends its body is cut at the limit")
    func endlessBody() async throws {
        let error = try await failure { connection in
            _ = connection.readHead()
            connection.send("HTTP/1.1 200 OK\r\n\r\n")
            let block = [UInt8](repeating: 0x20, count: 65_536)
            while connection.send(block) {}
        }
        #expect(error.kind == .bodyTooLarge)
    }

    @Test("never ends its headers is cut as well")
    func endlessHeaders() async throws {
        let error = try await failure { connection in
            _ = connection.readHead()
            connection.send("HTTP/1.1 200 OK\r\n")
            while connection.send("X-More: of the same\r\n") {}
        }
        #expect(error.kind == .protocolViolation)
        #expect(error.message.contains("bytes of headers"))
    }
}
