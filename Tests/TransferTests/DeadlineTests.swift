import Glibc
import Testing
import Transfer

@Suite("A deadline")
struct DeadlineTests {
    let loop: TransferLoop

    init() throws {
        loop = try TransferLoop()
    }

    @Test("cuts a connection that nobody answers")
    func blackHole() async throws {
        let hole = try BlackHole()
        let error = try await failure(
            of: TransferRequest(url: "http://127.0.0.1:\(hole.port)", deadline: 200),
            on: loop
        )
        #expect(error.kind == .timedOut)
        #expect(error.message == "connect to 127.0.0.1 port \(hole.port): no answer within 200 ms")
        #expect(!error.trace.didConnect && error.trace.remoteAddress == nil)
        #expect(error.trace.attemptedAddress == "127.0.0.1")
    }

    @Test("for connecting alone is kept as well")
    func connectDeadline() async throws {
        let hole = try BlackHole()
        let request = TransferRequest(url: "http://127.0.0.1:\(hole.port)", deadline: 60_000, connectDeadline: 150)
        let error = try await failure(of: request, on: loop)
        #expect(error.kind == .timedOut)
        #expect(error.message.hasSuffix("no answer within 150 ms"))
    }

    @Test("cuts a server that accepts and is silent, and tells that it had accepted")
    func silence() async throws {
        let server = try LoopbackServer { $0.waitForClose() }
        let error = try await failure(of: TransferRequest(url: server.url, deadline: 200), on: loop)
        #expect(error.kind == .timedOut)
        #expect(error.message.hasPrefix("no answer within 200 ms (connected after "))
        #expect(error.message.hasSuffix(", no HTTP response)"))
        #expect(error.trace.didConnect && !error.trace.peerAnswered)
        #expect(error.trace.remoteAddress == "127.0.0.1")
    }

    @Test("cuts a body that drips", arguments: ["HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", "HTTP/1.1 2"])
    func drip(beginning: String) async throws {
        let server = try LoopbackServer { connection in
            _ = connection.readHead()
            connection.send(beginning)
            while connection.send("0") { usleep(20_000) }
        }
        let error = try await failure(of: TransferRequest(url: server.url, deadline: 250), on: loop)
        #expect(error.kind == .timedOut)
        #expect(error.message.hasPrefix("answer not complete within 250 ms (first byte after "))
        #expect(error.trace.peerAnswered)
    }

    @Test("cuts a TLS handshake that no one answers")
    func handshake() async throws {
        let server = try LoopbackServer { $0.waitForClose() }
        let request = TransferRequest(url: "https://\(server.authority)", deadline: 200)
        let error = try await failure(of: request, on: loop)
        #expect(error.kind == .timedOut)
        #expect(error.message.hasPrefix("no TLS handshake within 200 ms (connected after "))
        #expect(error.trace.didConnect && !error.trace.peerSpokeTLS)
    }

    @Test("of one transfer is no other's: the silent do not delay the quick")
    func independence() async throws {
        let silent = try LoopbackServer { $0.waitForClose() }
        let quick = try LoopbackServer { $0.serve(response()) }
        let loop = loop
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    let error = try await failure(of: TransferRequest(url: silent.url, deadline: 60_000), on: loop)
                    #expect(error.kind == .cancelled)
                }
            }
            // All fifty stay open meanwhile; only then are they called off.
            for _ in 0..<20 { _ = try await loop.perform(TransferRequest(url: quick.url, deadline: 2000)) }
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}

/// A listener whose queue is full, so that the kernel drops further connection requests without a word.
final class BlackHole: Sendable {
    let port: UInt16
    private let descriptors: [Int32]

    init() throws {
        let (listener, port) = try LoopbackServer.listen(backlog: 0)
        self.port = port
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var descriptors = [listener]
        for _ in 0..<4 {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
            descriptors.append(descriptor)
            _ = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
        self.descriptors = descriptors
    }

    deinit {
        descriptors.forEach { _ = close($0) }
    }
}
