import Testing
import Transfer

@Suite("An HTTP exchange")
struct ExchangeTests {
    let loop: TransferLoop

    init() throws {
        loop = try TransferLoop()
    }

    /// Answers with what it was sent.
    private func echo(v6: Bool = false) throws -> LoopbackServer {
        try LoopbackServer(v6: v6) { connection in
            while let head = connection.readHead() {
                let length = head.split(separator: "\r\n").first { $0.hasPrefix("Content-Length: ") }
                let body = length.flatMap { Int($0.dropFirst(16)) }.flatMap { connection.read($0) } ?? []
                connection.send(response(body: head + String(decoding: body, as: UTF8.self)))
            }
        }
    }

    private func sent(_ request: TransferRequest) async throws -> String {
        String(decoding: try await loop.perform(request).body, as: UTF8.self)
    }

    @Test("brings status, headers in order and in lower case, body and timings")
    func success() async throws {
        let server = try LoopbackServer { connection in
            connection.serve(
                response("201 Created", headers: ["X-One: 1", "ETag:  \"a\" ", "X-One: 2"], body: "hello")
            )
        }
        let answer = try await loop.perform(TransferRequest(url: server.url + "/path?q", deadline: 5000))
        #expect(answer.status == 201)
        #expect(answer.body == Array("hello".utf8))
        #expect(answer.headers.map(\.name) == ["content-length", "x-one", "etag", "x-one"])
        #expect(answer.header("etag") == "\"a\"")
        let trace = answer.trace
        #expect(trace.didConnect && trace.peerAnswered && !trace.peerSpokeTLS)
        #expect(trace.remoteAddress == "127.0.0.1")
        #expect(trace.resolved > 0 && trace.resolved <= trace.connected)
        #expect(trace.connected <= trace.firstByte && trace.firstByte <= trace.total)
    }

    @Test("sends the request's own headers, an empty one too, and nothing uncalled-for but what HTTP needs")
    func requestHead() async throws {
        let server = try echo()
        let headers = [(name: "X-Key", value: "a b"), (name: "X-Empty", value: "")]
        let head = try await sent(TransferRequest(url: server.url + "/x?y=1", headers: headers, deadline: 5000))
        #expect(
            head.split(separator: "\r\n") == [
                "GET /x?y=1 HTTP/1.1", "Host: \(server.authority)", "Accept: */*", "User-Agent: defib",
                "Connection: close", "X-Key: a b", "X-Empty:",
            ]
        )
    }

    @Test("takes a caller's User-Agent, Host and Accept in place of its own")
    func ownHeadersWin() async throws {
        let server = try echo()
        let headers = [
            (name: "user-agent", value: "mine"), (name: "Host", value: "www.example.org"),
            (name: "Accept", value: "text/plain"),
        ]
        let head = try await sent(TransferRequest(url: server.url, headers: headers, deadline: 5000))
        #expect(head.contains("user-agent: mine\r\n") && !head.contains("defib"))
        #expect(head.contains("Host: www.example.org\r\n") && !head.contains("127.0.0.1"))
        #expect(head.contains("Accept: text/plain\r\n") && !head.contains("*/*"))
    }

    @Test("sends a body with any method, without waiting for 100-continue", arguments: ["POST", "PUT", "PATCH", "GET"])
    func body(method: String) async throws {
        let server = try echo()
        let body = String(repeating: "0123456789", count: 500)
        let request = TransferRequest(url: server.url, method: method, body: Array(body.utf8), deadline: 5000)
        let echoed = try await sent(request)
        #expect(echoed.hasPrefix("\(method) / HTTP/1.1\r\n"))
        #expect(echoed.hasSuffix(body))
        #expect(!echoed.contains("Expect:") && !echoed.contains("Content-Type:"))
    }

    @Test("POST without a body announces an empty one")
    func emptyPost() async throws {
        let server = try echo()
        let head = try await sent(TransferRequest(url: server.url, method: "POST", deadline: 5000))
        #expect(head.contains("Content-Length: 0\r\n"))
    }

    @Test("HEAD does not wait for a body, however long the one announced")
    func head() async throws {
        let server = try LoopbackServer { connection in
            _ = connection.readHead()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")
            connection.waitForClose()
        }
        let answer = try await loop.perform(TransferRequest(url: server.url, method: "HEAD", deadline: 5000))
        #expect(answer.status == 200 && answer.body.isEmpty)
    }

    @Test("works over IPv6")
    func v6() async throws {
        let server = try echo(v6: true)
        let answer = try await loop.perform(TransferRequest(url: server.url, deadline: 5000, family: .v6))
        #expect(answer.trace.remoteAddress == "::1")
    }

    @Test("by default connects anew for each")
    func fresh() async throws {
        let server = try LoopbackServer { $0.serve(response()) }
        for _ in 0..<3 { _ = try await loop.perform(TransferRequest(url: server.url, deadline: 5000)) }
        #expect(server.acceptedConnections == 3)
    }

    @Test("keeps its connection where the request wants that, and still says whom it spoke to")
    func reuse() async throws {
        let server = try LoopbackServer { $0.serve(response()) }
        let request = TransferRequest(url: server.url, deadline: 5000, connection: .reuse)
        for _ in 0..<3 {
            let trace = try await loop.perform(request).trace
            #expect(trace.didConnect && trace.remoteAddress == "127.0.0.1")
        }
        #expect(server.acceptedConnections == 1)
    }

    @Test("a fresh one leaves kept connections alone")
    func freshBesideReuse() async throws {
        let server = try LoopbackServer { $0.serve(response()) }
        let kept = TransferRequest(url: server.url, deadline: 5000, connection: .reuse)
        _ = try await loop.perform(kept)
        _ = try await loop.perform(TransferRequest(url: server.url, deadline: 5000))
        _ = try await loop.perform(kept)
        #expect(server.acceptedConnections == 2)
    }

    @Test("resolves a name afresh for each new connection")
    func name() async throws {
        let server = try LoopbackServer { $0.serve(response()) }
        let request = TransferRequest(url: "http://localhost:\(server.port)", deadline: 5000, family: .v4)
        let answer = try await loop.perform(request)
        #expect(answer.status == 200 && answer.trace.remoteAddress == "127.0.0.1")
    }
}
