import Glibc
import Synchronization
import Testing

@testable import Transfer

@Suite("How connections end and sessions go on")
struct ConnectionEndTests {
    let loop: TransferLoop

    init() throws {
        loop = try TransferLoop()
    }

    private func outcome(
        _ start: (@escaping TransferCompletion) -> Void
    ) async -> Result<TransferResponse, TransferError> {
        await withCheckedContinuation { continuation in start { continuation.resume(returning: $0) } }
    }

    /// What a server sees after it has sent `text`: 0 for the end of the stream, else the error.
    private func end(after text: String, deadline: Int = 300) async throws -> Int32 {
        let seen = Mutex<Int32?>(nil)
        let server = try LoopbackServer { connection in
            _ = connection.readHead()
            _ = send(connection.descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL))
            var byte: UInt8 = 0
            let count = recv(connection.descriptor, &byte, 1, 0)
            seen.withLock { $0 = count == 0 ? 0 : errno }
        }
        let prepared = try PreparedTransfer(TransferRequest(url: server.url, deadline: deadline))
        _ = await outcome { loop.start(prepared, completion: $0) }
        while true {
            if let seen = seen.withLock({ $0 }) { return seen }
            usleep(1_000)
        }
    }

    @Test("after the whole answer the connection is cut short: neither side has anything left to wind up")
    func whole() async throws {
        #expect(try await end(after: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") == ECONNRESET)
    }

    @Test(
        "after anything less it is closed in form",
        arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok", "HTTP/1.1 200 OK\r\nContent-Le"]
    )
    func less(text: String) async throws {
        #expect(try await end(after: text) == 0)
    }

    @Test("a resumed session shows what its full handshake did, and a fresh run makes a full one")
    func resumed() async throws {
        let certificate = try Certificate(names: "IP:127.0.0.1")
        let server = try TLSServer(certificate)
        var options = TransferRequest.TLSOptions(caFile: certificate.file, wantsCertificates: true)
        options.resumes = true
        let prepared = try PreparedTransfer(TransferRequest(url: server.url, deadline: 5000, tls: options))
        var resumed: [Bool] = []
        for isFresh in [true, false, false, true] {
            let response = try await run(prepared, RunTerms(isFresh: isFresh))
            #expect(response.trace.certificates.count == 1 && response.trace.tlsVersion == "1.3")
            #expect(response.trace.isEncrypted && response.trace.tlsDone > 0)
            // The server says of each connection whether it is `New` or `Reused`.
            resumed.append(String(decoding: response.body, as: UTF8.self).contains("\nReused, TLSv1.3"))
        }
        // The first run leaves no session, the second is the first to leave one.
        #expect(resumed == [false, false, true, false])
    }

    private func run(_ prepared: PreparedTransfer, _ terms: RunTerms) async throws -> TransferResponse {
        try await outcome { completion in
            loop.start([TransferStart(prepared, terms: terms, completion: completion)])
        }.get()
    }
}
