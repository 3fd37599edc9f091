import Glibc
import Synchronization
import Testing

/// A real listener that does with each connection what the test tells it to.
final class LoopbackServer: Sendable {
    enum Behaviour: Sendable {
        /// Reads a request's head, and answers with these bytes.
        case answer(String)
        /// Reads a request's head, and answers with what comes of it.
        case reply(@Sendable (String) -> String)
        /// Speaks first.
        case greet(String)
        /// Takes the connection, and says nothing for as long as the server lives.
        case silence
        /// Reads a request's head, and cuts the connection with a RST.
        case cut
    }

    var port: Int { listener.port }
    private let listener: Listener
    private let held: Held

    /// Listens on a free port of `address`, in the network namespace of the calling thread.
    init(_ behaviour: Behaviour, on address: String = "127.0.0.1") throws {
        let held = Held()
        listener = try Listener(on: address) { connection in
            LoopbackServer.serve(connection, behaviour, held)
        }
        self.held = held
    }

    private static func serve(_ connection: Int32, _ behaviour: Behaviour, _ held: Held) {
        switch behaviour {
        case .answer(let text):
            _ = head(connection)
            finish(connection, text)
        case .reply(let answer):
            finish(connection, answer(head(connection)))
        case .greet(let text):
            finish(connection, text)
        case .silence:
            held.add(connection)
        case .cut:
            _ = head(connection)
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
            close(connection)
        }
    }

    private static func head(_ connection: Int32) -> String {
        var text = ""
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while !text.contains("\r\n\r\n"), case let count = read(connection, &chunk, chunk.count), count > 0 {
            text += String(decoding: chunk[..<count], as: UTF8.self)
        }
        return text
    }

    private static func finish(_ connection: Int32, _ text: String) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = send(connection, Array(bytes[sent...]), bytes.count - sent, Int32(MSG_NOSIGNAL))
            guard count > 0 else { break }
            sent += count
        }
        shutdown(connection, Int32(SHUT_WR))
        // The peer closes first: closing with bytes unread would reset the connection under the answer.
        var rest: UInt8 = 0
        while read(connection, &rest, 1) > 0 {}
        close(connection)
    }

    /// An HTTP answer, ready to send.
    static func http(_ status: String, headers: [String] = [], body: String = "") -> String {
        let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)", "Connection: close"] + headers
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
    }

    /// Connections nobody answers on.
    private final class Held: Sendable {
        private let connections = Mutex<[Int32]>([])

        func add(_ connection: Int32) {
            connections.withLock { $0.append(connection) }
        }

        deinit {
            connections.withLock { $0.forEach { close($0) } }
        }
    }
}
