import Testing

@testable import Web

/// A real server, asked by curl and by clients that misbehave.
struct LiveServerTests {
    @Test func curlGetsItsAnswers() async throws {
        try await serving { socket async throws in
            let url = try "http://127.0.0.1:\(#require(socket.port))"
            #expect(try await output(of: "curl -sS --max-time 10 \(url)/metrics") == "metrics as text\n")
            let head = try await output(of: "curl -sSI --max-time 10 \(url)/api/v1/status")
            #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
            let many = try await output(
                of:
                    "curl -sS --max-time 10 -o /dev/null -w '%{num_connects}' \(url)/ --next -sS -o /dev/null -w '%{num_connects}' \(url)/-/ready"
            )
            #expect(many == "10", "the second request goes over the first one's connection")
            let write = try await output(
                of: "curl -sS --max-time 10 -X POST -w '%{http_code}' -o /dev/null \(url)/-/reload"
            )
            #expect(write == "403")
        }
    }

    @Test func anInheritedSocketIsServed() async throws {
        let (descriptor, port) = try TCPListening.listen(host: "127.0.0.1", port: 0)
        try await serving(at: .descriptor(descriptor)) { socket async throws in
            #expect(socket.port == port)
            #expect(try await output(of: "curl -sS --max-time 10 http://127.0.0.1:\(port)/-/healthy") == "healthy\n")
        }
    }

    @Test func curlReachesTheControlSocket() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/control.sock"
        try await serving(at: .unixSocket(path: path)) { _ async throws in
            let curl = "curl -sS --max-time 10 --unix-socket \(path) http://defib"
            #expect(try await output(of: "\(curl)/-/healthy") == "healthy\n")
            let reply = try await output(of: "\(curl)/-/reload -X POST")
            #expect(reply == "{\"diagnostics\":[],\"isReloaded\":true}")
        }
    }

    @Test func anOversizedHeaderIsRefused() async throws {
        try await serving(limits: ServerLimits(headerBytes: 2_000)) { socket async throws in
            let filler = String(repeating: "x", count: 4_000)
            let answer = try await converse(socket, "GET / HTTP/1.1\r\nHost: x\r\nX-Long: \(filler)\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 400 "))
        }
    }

    @Test func nonsenseIsRefused() async throws {
        try await serving { socket async throws in
            #expect(try await converse(socket, "\u{16}\u{3}\u{1}nonsense\r\n\r\n").hasPrefix("HTTP/1.1 400 "))
        }
    }

    /// Headers that never end, a body that never comes: both connections are closed, and others are served meanwhile.
    @Test func slowClientsAreCutOff() async throws {
        let limits = ServerLimits(idleMilliseconds: 200, exchangeMilliseconds: 200)
        try await serving(limits: limits) { socket async throws in
            #expect(try await converse(socket, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ") == "")
            let stalled = "POST /-/reload HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nonly this"
            #expect(try await converse(socket, stalled).hasPrefix("HTTP/1.1 403 "))
        }
    }

    @Test func connectionsBeyondTheLimitWaitTheirTurn() async throws {
        try await serving(limits: ServerLimits(connections: 1, idleMilliseconds: 300)) { socket async throws in
            let port = try #require(socket.port)
            let first = try Client(port: port)
            first.send("GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try await blocking { first.receiveSome() }.hasPrefix("HTTP/1.1 200 "))
            // The first connection idles until it is closed; then the second is accepted.
            #expect(try await output(of: "curl -sS --max-time 10 http://127.0.0.1:\(port)/-/healthy") == "healthy\n")
        }
    }

    /// Sends a text and returns all that comes until the server closes.
    private func converse(_ socket: ListeningSocket, _ text: String) async throws -> String {
        let client = try Client(port: #require(socket.port))
        return try await blocking {
            client.send(text)
            return client.receiveAll()
        }
    }
}
