import Testing
import Transfer

@Suite("Redirects")
struct RedirectTests {
    let loop: TransferLoop

    init() throws {
        loop = try TransferLoop()
    }

    /// Sends `/N` on to `/N-1`, down to `/0`.
    private func countdown() throws -> LoopbackServer {
        try LoopbackServer { connection in
            while let head = connection.readHead() {
                let number = head.drop { $0 != "/" }.dropFirst().prefix { $0.isNumber }
                let next = (Int(number) ?? 0) - 1
                connection.send(
                    next < 0 ? response(body: "end") : response("302 Found", headers: ["Location: /\(next)"])
                )
            }
        }
    }

    @Test("are answers like others unless asked to follow")
    func off() async throws {
        let server = try countdown()
        let answer = try await loop.perform(TransferRequest(url: server.url + "/2", deadline: 5000))
        #expect(answer.status == 302)
        #expect(answer.header("location") == "/1")
        #expect(answer.trace.redirects == 0)
    }

    @Test("are followed as far as allowed, and the headers are the last response's")
    func on() async throws {
        let server = try countdown()
        let answer = try await loop.perform(TransferRequest(url: server.url + "/2", deadline: 5000, maxRedirects: 2))
        #expect(answer.status == 200 && answer.body == Array("end".utf8))
        #expect(answer.header("location") == nil)
        #expect(answer.trace.redirects == 2)
    }

    @Test("beyond that are an error that keeps the status")
    func tooMany() async throws {
        let server = try countdown()
        let error = try await failure(
            of: TransferRequest(url: server.url + "/3", deadline: 5000, maxRedirects: 2),
            on: loop
        )
        #expect(error.kind == .tooManyRedirects)
        #expect(error.trace.status == 302 && error.trace.peerAnswered)
    }

    @Test(
        "lead to no other protocol",
        arguments: ["file:///etc/hostname", "ftp://127.0.0.1/", "gopher://127.0.0.1:1/"]
    )
    func otherProtocol(location: String) async throws {
        let server = try LoopbackServer { $0.serve(response("302 Found", headers: ["Location: \(location)"])) }
        let error = try await failure(of: TransferRequest(url: server.url, deadline: 5000, maxRedirects: 5), on: loop)
        #expect(error.kind == .protocolViolation)
        #expect(error.message.contains("redirects to where we do not follow"))
    }

    @Test("take no credentials to another origin")
    func credentials() async throws {
        let other = try LoopbackServer { connection in
            while let head = connection.readHead() { connection.send(response(body: head)) }
        }
        let first = try LoopbackServer { $0.serve(response("302 Found", headers: ["Location: \(other.url)/"])) }
        let headers = [(name: "Authorization", value: "Bearer secret"), (name: "Cookie", value: "secret")]
        let answer = try await loop.perform(
            TransferRequest(url: first.url, headers: headers, deadline: 5000, maxRedirects: 1)
        )
        #expect(!String(decoding: answer.body, as: UTF8.self).contains("secret"))
        #expect(answer.trace.redirects == 1)
    }
}
