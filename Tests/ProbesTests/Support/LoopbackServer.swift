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

    let port: Int
    private let listener: Int32
    private let held = Mutex<[Int32]>([])

    /// Listens on a free port of `address`, in the network namespace of the calling thread.
    init(_ behaviour: Behaviour, on address: String = "127.0.0.1") throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = inet_addr(address)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bound in
                bind(listener, bound, length) | listen(listener, 128) | getsockname(listener, bound, &length)
            }
        }
        guard code == 0 else { throw Command.Failure(description: "cannot listen on \(address): errno \(errno)") }
        self.listener = listener
        port = Int(UInt16(bigEndian: name.sin_port))
        var thread = pthread_t()
        let box = Unmanaged.passRetained(
            Box { [weak self] in LoopbackServer.serve(listener, behaviour) { self?.hold($0) } }
        )
        pthread_create(
            &thread,
            nil,
            { argument in
                if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().work() }
                return nil
            },
            box.toOpaque()
        )
        pthread_detach(thread)
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        held.withLock { $0.forEach { close($0) } }
    }

    private func hold(_ connection: Int32) {
        held.withLock { $0.append(connection) }
    }

    private static func serve(_ listener: Int32, _ behaviour: Behaviour, hold: (Int32) -> Void) {
        while case let connection = accept(listener, nil, nil), connection >= 0 {
            switch behaviour {
            case .answer(let text):
                _ = head(connection)
                finish(connection, text)
            case .reply(let answer):
                finish(connection, answer(head(connection)))
            case .greet(let text):
                finish(connection, text)
            case .silence:
                hold(connection)
            case .cut:
                _ = head(connection)
                var linger = linger(l_onoff: 1, l_linger: 0)
                setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
                close(connection)
            }
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

    private final class Box: Sendable {
        let work: @Sendable () -> Void
        init(_ work: @escaping @Sendable () -> Void) { self.work = work }
    }

    /// An HTTP answer, ready to send.
    static func http(_ status: String, headers: [String] = [], body: String = "") -> String {
        let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)", "Connection: close"] + headers
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
    }
}
