import Glibc
import Synchronization

/// A real HTTP server that keeps its connections, and counts them.
final class KeepingServer: Sendable {
    /// The n-th request of the c-th connection, both from 0; nil: cut the connection instead.
    typealias Answer = @Sendable (_ connection: Int, _ request: Int) -> String?

    private let listener: Listener
    private let counts: Counts

    final class Counts: Sendable {
        let connections = Atomic<Int>(0)
        let requests = Atomic<Int>(0)
    }

    var port: Int { listener.port }
    var connections: Int { counts.connections.load(ordering: .relaxed) }
    var requests: Int { counts.requests.load(ordering: .relaxed) }

    init(_ answer: @escaping Answer = { _, _ in KeepingServer.ok }) throws {
        let counts = Counts()
        self.counts = counts
        listener = try Listener { connection in
            let number = counts.connections.add(1, ordering: .relaxed).oldValue
            BackgroundThread.run { KeepingServer.serve(connection, number, counts, answer) }
        }
    }

    static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    private static func serve(_ connection: Int32, _ number: Int, _ counts: Counts, _ answer: Answer) {
        defer { close(connection) }
        var chunk = [UInt8](repeating: 0, count: 4_096)
        // A probe's request comes in one piece.
        for request in 0... {
            guard read(connection, &chunk, chunk.count) > 0 else { return }
            counts.requests.add(1, ordering: .relaxed)
            guard let text = answer(number, request) else { return }
            _ = send(connection, text, text.utf8.count, Int32(MSG_NOSIGNAL))
        }
    }
}
