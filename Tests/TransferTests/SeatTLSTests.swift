import Glibc
import Testing

@testable import Transfer

@Suite("A seat carries no connection, certificate or name over to the next run")
struct SeatTLSTests {
    let loop: TransferLoop
    let certificate: Certificate
    let server: TLSServer

    init() throws {
        loop = try TransferLoop()
        certificate = try Certificate(names: "IP:127.0.0.1")
        server = try TLSServer(certificate)
    }

    private func outcome(
        _ url: String,
        tls: TransferRequest.TLSOptions,
        connection: TransferRequest.ConnectionPolicy = .fresh
    ) async throws -> Result<TransferResponse, TransferError> {
        var request = TransferRequest(url: url, deadline: 5000, connection: connection, tls: tls)
        request.wantsHeaders = false
        let transfer = try loop.prepare(request)
        return await withCheckedContinuation { continuation in
            loop.start(transfer) { continuation.resume(returning: $0) }
        }
    }

    private func kind(_ outcome: Result<TransferResponse, TransferError>) -> TransferError.Kind? {
        if case .failure(let error) = outcome { error.kind } else { nil }
    }

    @Test("nobody has the chain of the server before")
    func chain() async throws {
        let options = TransferRequest.TLSOptions(verify: false, wantsCertificates: true)
        #expect(try await outcome(server.url, tls: options).get().trace.certificates.count == 1)
        let mute = try LoopbackServer { $0.waitForClose() }
        var request = TransferRequest(url: "https://\(mute.authority)/", deadline: 200, tls: options)
        request.wantsHeaders = false
        let transfer = try loop.prepare(request)
        let result = await withCheckedContinuation { continuation in
            loop.start(transfer) { continuation.resume(returning: $0) }
        }
        guard case .failure(let error) = result else { throw UnexpectedSuccess() }
        #expect(error.kind == .timedOut && transfer.exchange.shape.idle.count == 1)
        #expect(error.trace.certificates.isEmpty && error.trace.tlsVersion == nil)
        #expect(!error.trace.peerSpokeTLS && !error.trace.isEncrypted && error.trace.tlsDone == 0)
    }

    @Test("who verifies is shown a certificate anew, whatever others thought of it", arguments: [true, false])
    func verification(keeps: Bool) async throws {
        let (lax, strict) = (TransferRequest.TLSOptions(verify: false), TransferRequest.TLSOptions())
        let connection = keeps ? TransferRequest.ConnectionPolicy.reuse : .fresh
        for _ in 0..<2 {
            #expect(try await outcome(server.url, tls: lax, connection: connection).get().status == 200)
            #expect(kind(try await outcome(server.url, tls: strict, connection: connection)) == .certificateInvalid)
        }
    }

    @Test("a server name leads neither the next run elsewhere nor is it asked for")
    func serverName() async throws {
        var named = TransferRequest.TLSOptions(caFile: certificate.file)
        let unnamed = named
        named.serverName = "www.example.org"
        // The certificate is for the address alone.
        #expect(kind(try await outcome(server.url, tls: named)) == .certificateInvalid)
        #expect(try await outcome(server.url, tls: unnamed).get().status == 200)
        let (listener, port) = try LoopbackServer.listen(backlog: 1)
        close(listener)
        #expect(kind(try await outcome(server.url, tls: named)) == .certificateInvalid)
        #expect(kind(try await outcome("https://127.0.0.1:\(port)/", tls: unnamed)) == .connectionRefused)
    }

    @Test("each of two servers keeps its own connection, though one seat serves both")
    func keptConnections() async throws {
        let servers = try (0..<2).map { number in
            try LoopbackServer { $0.serve(response(body: "\(number)")) }
        }
        let transfers = try servers.map {
            try loop.prepare(TransferRequest(url: $0.url, deadline: 5000, connection: .reuse))
        }
        for round in 0..<3 {
            for (number, transfer) in transfers.enumerated() {
                let answer = try await withCheckedContinuation { continuation in
                    loop.start(transfer) { continuation.resume(returning: $0) }
                }.get()
                #expect(answer.body == Array("\(number)".utf8) && answer.trace.isReused == (round > 0))
            }
        }
        #expect(servers.map(\.acceptedConnections) == [1, 1])
        #expect(transfers[0].exchange.shape.idle.count == 1)
    }
}
