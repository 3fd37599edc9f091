import Glibc
import Synchronization
import Testing

/// A real HTTP receiver on a free loopback port: records what is posted, and answers as it is told.
final class RecordingServer: Sendable {
    struct Request: Sendable {
        var head: String
        var body: [UInt8]

        /// The value of a header, by its name in lower case.
        func header(_ name: String) -> String? {
            for line in head.split(separator: "\r\n").dropFirst() {
                let sides = line.split(separator: ":", maxSplits: 1)
                if sides.count == 2, sides[0].lowercased() == name {
                    return String(sides[1].drop { $0 == " " })
                }
            }
            return nil
        }
    }

    let port: UInt16
    private let listener: Int32
    private let seen = Mutex<[Request]>([])
    private let thread: pthread_t

    /// - Parameter answer: the whole response, given after each request.
    init(answering answer: String = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") throws {
        let listening = try RecordingServer.listen()
        (listener, port) = listening
        let seen = Weak()
        thread = try spawn {
            while case let peer = accept(listening.descriptor, nil, nil), peer >= 0 {
                let request = RecordingServer.read(peer)
                seen.server.withLock { $0?.record(request) }
                let bytes = Array(answer.utf8)
                _ = send(peer, bytes, bytes.count, Int32(MSG_NOSIGNAL))
                shutdown(peer, Int32(SHUT_RDWR))
                close(peer)
            }
        }
        seen.server.withLock { $0 = self }
    }

    /// To be called by each test at its end: ends the thread.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        pthread_join(thread, nil)
        close(listener)
    }

    var url: String { "http://127.0.0.1:\(port)" }
    var requests: [Request] { seen.withLock { $0 } }

    private func record(_ request: Request) {
        seen.withLock { $0.append(request) }
    }

    /// The thread's way to its server, which is there only once it is made.
    private final class Weak: Sendable {
        let server = Mutex<RecordingServer?>(nil)
    }

    static func listen() throws -> (descriptor: Int32, port: UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutableBytes(of: &address) { bytes in
            guard let pointer = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
            return bind(descriptor, pointer, length) == 0 && Glibc.listen(descriptor, 16) == 0
                && getsockname(descriptor, pointer, &length) == 0
        }
        try #require(isListening, "no free loopback port")
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    /// The head, and as much of a body as it announces.
    private static func read(_ peer: Int32) -> Request {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = recv(peer, &buffer, buffer.count, 0), count > 0 {
            bytes += buffer[..<count]
            guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { continue }
            var request = Request(head: String(decoding: bytes[..<end.lowerBound], as: UTF8.self), body: [])
            request.body = Array(bytes[end.upperBound...])
            if request.body.count >= Int(request.header("content-length") ?? "0") ?? 0 { return request }
        }
        return Request(head: "", body: [])
    }
}

/// Runs `body` on a thread of its own, to be joined.
func spawn(_ body: @escaping @Sendable () -> Void) throws -> pthread_t {
    final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(body))
    let code = pthread_create(
        &thread,
        nil,
        { context in
            if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
            return nil
        },
        work.toOpaque()
    )
    try #require(code == 0, "no thread: \(code)")
    return thread
}
