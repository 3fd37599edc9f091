import Glibc
import Synchronization

/// A real HTTP server that keeps its connections, and counts them.
final class KeepingServer: Sendable {
    /// The n-th request of the c-th connection, both from 0; nil: cut the connection instead.
    typealias Answer = @Sendable (_ connection: Int, _ request: Int) -> String?

    let port: Int
    private let listener: Int32
    private let counts: Counts

    final class Counts: Sendable {
        let connections = Atomic<Int>(0)
        let requests = Atomic<Int>(0)
    }

    var connections: Int { counts.connections.load(ordering: .relaxed) }
    var requests: Int { counts.requests.load(ordering: .relaxed) }

    init(_ answer: @escaping Answer = { _, _ in KeepingServer.ok }) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bound in
                bind(listener, bound, length) | listen(listener, 128) | getsockname(listener, bound, &length)
            }
        }
        guard code == 0 else { throw Command.Failure(description: "cannot listen: errno \(errno)") }
        self.listener = listener
        port = Int(UInt16(bigEndian: name.sin_port))
        let counts = Counts()
        self.counts = counts
        Thread.run {
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                let number = counts.connections.add(1, ordering: .relaxed).oldValue
                Thread.run { KeepingServer.serve(connection, number, counts, answer) }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
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

    private enum Thread {
        final class Box: Sendable {
            let work: @Sendable () -> Void
            init(_ work: @escaping @Sendable () -> Void) { self.work = work }
        }

        static func run(_ work: @escaping @Sendable () -> Void) {
            var thread = pthread_t()
            pthread_create(
                &thread,
                nil,
                { argument in
                    if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().work() }
                    return nil
                },
                Unmanaged.passRetained(Box(work)).toOpaque()
            )
            pthread_detach(thread)
        }
    }
}
