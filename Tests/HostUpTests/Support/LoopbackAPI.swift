import Glibc
import Synchronization

/// A real HTTP server on a free loopback port, byte for byte as the test scripts it.
final class LoopbackAPI: Sendable {
    enum Reply: Sendable {
        /// Sent as it stands; the connection stays open unless the bytes say otherwise.
        case bytes([UInt8])
        /// Sent over and over until the peer goes.
        case endless(head: [UInt8], chunk: [UInt8])
        /// The request is read, and the connection closed without a word.
        case drop
        /// The request is read, and nothing comes until the peer goes.
        case silence

        static func json(_ status: Int, _ body: [UInt8], headers: String = "") -> Reply {
            let head =
                "HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\nContent-Length: \(body.count)\r\n\(headers)\r\n"
            return .bytes(Array(head.utf8) + body)
        }

        static func json(_ status: Int, _ body: String, headers: String = "") -> Reply {
            json(status, Array(body.utf8), headers: headers)
        }
    }

    let port: UInt16
    private let listener: Int32
    private let received = Mutex<[String]>([])
    /// By `METHOD path`.
    private let script: [String: Reply]
    private let answersAtOnce: Bool

    /// `answersAtOnce`: to the first bytes, whatever they are, a TLS handshake included.
    init(_ script: [String: Reply], answersAtOnce: Bool = false) throws {
        self.script = script
        self.answersAtOnce = answersAtOnce
        (listener, port) = try LoopbackAPI.listen()
        let listener = listener
        onThread { [weak self] in
            while case let descriptor = accept(listener, nil, nil), descriptor >= 0 {
                onThread { [weak self] in self?.serve(descriptor) }
            }
            close(listener)
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    var url: String { "http://127.0.0.1:\(port)" }
    /// Whole requests, as they came over the wire.
    var requests: [String] { received.withLock { $0 } }

    private func serve(_ descriptor: Int32) {
        defer { close(descriptor) }
        while let request = readRequest(descriptor) {
            received.withLock { $0.append(request) }
            let key = request.prefix { $0 != "\r\n" && $0 != "\n" }.split(separator: " ").prefix(2).joined(
                separator: " "
            )
            switch script[key] ?? .json(418, "{}") {
            case .bytes(let bytes): sendAll(bytes, to: descriptor)
            case .drop: return
            case .silence: return waitForEnd(descriptor)
            case .endless(let head, let chunk):
                guard sendAll(head, to: descriptor) else { return }
                while sendAll(chunk, to: descriptor) {}
                return
            }
        }
    }

    /// Head and body; nil once the peer is gone.
    private func readRequest(_ descriptor: Int32) -> String? {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            if let end = text.firstRange(of: "\r\n\r\n") {
                let length = text[..<end.lowerBound].split(separator: "\r\n")
                    .first { $0.lowercased().hasPrefix("content-length:") }
                    .flatMap { Int($0.drop { $0 != ":" }.dropFirst().filter { $0 != " " }) }
                if text[end.upperBound...].utf8.count >= length ?? 0 { return text }
            }
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return nil }
            text += String(decoding: buffer[..<count], as: UTF8.self)
            if answersAtOnce { return text }
        }
    }

    private func waitForEnd(_ descriptor: Int32) {
        var buffer = [UInt8](repeating: 0, count: 1_024)
        while read(descriptor, &buffer, buffer.count) > 0 {}
    }

    @discardableResult
    private func sendAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    private static func listen() throws -> (Int32, UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && Glibc.listen(descriptor, SOMAXCONN) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard bound else { throw SystemFault(code: errno) }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }
}

struct SystemFault: Error {
    var code: Int32
}

/// Runs `body` on a detached thread: it blocks, and the cooperative pool must not.
private func onThread(_ body: @escaping @Sendable () -> Void) {
    final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
    var thread = pthread_t()
    let context = Unmanaged.passRetained(Body(body)).toOpaque()
    let failed = pthread_create(
        &thread,
        nil,
        { context in
            if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
            return nil
        },
        context
    )
    precondition(failed == 0, "a thread for the test's server")
    pthread_detach(thread)
}
