import Glibc
import Testing

@testable import Transfer

@Suite("Where connections are kept")
struct KeptConnectionTests {
    private func outcome(_ transfer: PreparedTransfer, on loop: TransferLoop) async throws -> TransferResponse {
        try await withCheckedContinuation { continuation in
            loop.start(transfer) { continuation.resume(returning: $0) }
        }.get()
    }

    @Test("transfers keep theirs in places of so many, and find them there")
    func places() async throws {
        let loop = try TransferLoop()
        let server = try LoopbackServer { $0.serve(response()) }
        let transfers = try (0..<2 * KeptConnections.members + 1).map {
            try loop.prepare(TransferRequest(url: "\(server.url)/\($0)", deadline: 5000, connection: .reuse))
        }
        for transfer in transfers { _ = try await outcome(transfer, on: loop) }
        // Those of one place share a connection to one server, when they don't run at once.
        #expect(server.acceptedConnections == 3)
        for transfer in transfers { #expect(try await outcome(transfer, on: loop).trace.isReused) }
        #expect(server.acceptedConnections == 3)
    }

    @Test("a transfer that keeps nothing has no place, and leaves those of others alone")
    func fresh() async throws {
        let loop = try TransferLoop()
        let server = try LoopbackServer { $0.serve(response()) }
        let kept = try loop.prepare(TransferRequest(url: server.url, deadline: 5000, connection: .reuse))
        let fresh = try loop.prepare(TransferRequest(url: server.url, deadline: 5000))
        for round in 0..<3 {
            #expect(try await outcome(kept, on: loop).trace.isReused == (round > 0))
            #expect(try await outcome(fresh, on: loop).trace.isReused == false)
        }
        #expect(fresh.exchange.kept == nil && server.acceptedConnections == 4)
    }

    @Test("a connection whose server closed it meanwhile is not taken for a living one")
    func closed() async throws {
        let loop = try TransferLoop()
        let server = try LoopbackServer { connection in
            _ = connection.readHead()
            connection.send(response())
        }
        let transfer = try loop.prepare(TransferRequest(url: server.url, deadline: 5000, connection: .reuse))
        for number in 1...3 {
            #expect(try await outcome(transfer, on: loop).trace.isReused == false)
            #expect(server.acceptedConnections == number)
            usleep(20_000)
        }
    }

    @Test("a place is given up once all that kept something there are gone")
    func forgotten() throws {
        let mailbox = Mailbox()
        let reactor = try #require(Reactor(mailbox: mailbox))
        let shapes = TransferShapes(lender: mailbox)
        let request = TransferRequest(url: "http://192.0.2.1/", deadline: 1000, connection: .reuse)
        var exchanges = try (0...KeptConnections.members).map { _ in try Exchange(request, among: shapes) }
        exchanges.forEach(reactor.keep)
        #expect(reactor.kept.count == 2)
        exchanges.removeFirst()
        reactor.closeForgotten()
        #expect(reactor.kept.count == 2)
        exchanges.removeFirst(KeptConnections.members - 1)
        reactor.closeForgotten()
        #expect(reactor.kept.count == 1 && reactor.kept.first === exchanges.first?.kept)
    }

    @Test("a loop that ends closes what it kept, and its transfers run on the next")
    func ended() async throws {
        let server = try LoopbackServer { $0.serve(response()) }
        var loop: TransferLoop? = try TransferLoop()
        let first = try #require(loop)
        let transfer = try first.prepare(TransferRequest(url: server.url, deadline: 5000, connection: .reuse))
        _ = try await outcome(transfer, on: first)
        first.shutdown()
        loop = nil
        let next = try TransferLoop()
        #expect(try await outcome(transfer, on: next).trace.isReused == false)
        #expect(try await outcome(transfer, on: next).trace.isReused)
        #expect(server.acceptedConnections == 2)
    }
}
