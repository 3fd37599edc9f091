import Synchronization
import Testing

@testable import Transfer

@Suite("A seat carries no redirect over to the next run")
struct SeatRedirectTests {
    let loop: TransferLoop

    init() throws {
        loop = try TransferLoop()
    }

    private func outcome(_ url: String, posting body: [UInt8]?) async throws -> TransferResponse {
        let method = body == nil ? "GET" : "POST"
        let transfer = try loop.prepare(
            TransferRequest(url: url, method: method, body: body, deadline: 5000, maxRedirects: 2)
        )
        return try await withCheckedContinuation { continuation in
            loop.start(transfer) { continuation.resume(returning: $0) }
        }.get()
    }

    @Test("the next one goes where it is told, with its own method", arguments: [nil, Array("ping".utf8)])
    func redirected(body: [UInt8]?) async throws {
        let heads = Mutex<[String]>([])
        let target = try LoopbackServer { connection in
            let head = connection.readHead() ?? ""
            heads.withLock { $0.append(String(head.prefix { $0 != "\r\n" })) }
            connection.send(response())
        }
        let redirecting = try LoopbackServer { connection in
            _ = connection.readHead()
            if let body { _ = connection.read(body.count) }
            connection.send(response("303 See Other", headers: ["Location: \(target.url)/there"]))
        }
        let method = body == nil ? "GET" : "POST"
        for round in 1...2 {
            let first = try await outcome(redirecting.url, posting: body)
            #expect(first.trace.redirects == 1 && first.status == 200)
            let second = try await outcome("\(target.url)/here", posting: body)
            #expect(second.trace.redirects == 0 && second.status == 200 && !second.trace.endsInRedirect)
            #expect(redirecting.acceptedConnections == round)
        }
        let expected = ["GET /there HTTP/1.1", "\(method) /here HTTP/1.1"]
        #expect(heads.withLock { $0 } == expected + expected)
    }
}
