import Glibc
import Synchronization
import Testing

/// A stand-in for the provider's API on loopback, which answers what it was told to.
final class StandIn: Sendable {
    struct Answer: Sendable {
        var status = 200
        var type = "application/json"
        var body: String
        /// Sent after the body, without end; nil: the body is all.
        var filler: Int?
    }

    let port: Int
    private let listener: Int32
    private let answers: Mutex<[String: Answer]>
    private let seen = Mutex<[String]>([])

    /// - Parameter answers: by path, without the query.
    init(_ answers: [String: Answer]) throws {
        self.answers = Mutex(answers)
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { [listener] pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 64) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        try #require(isBound)
        port = Int(UInt16(bigEndian: address.sin_port))
        serve()
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    var origin: String { "http://127.0.0.1:\(port)" }

    func answer(_ path: String, with answer: Answer) {
        answers.withLock { $0[path] = answer }
    }

    /// The requests' first lines and headers, in order.
    var requests: [String] { seen.withLock { $0 } }

    /// One thread accepts, one more for each connection; all end when the listener does.
    private func serve() {
        let listener = listener
        detach { [weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                guard let self else {
                    close(connection)
                    return
                }
                let respond = self.respond
                detach {
                    respond(connection)
                    close(connection)
                }
            }
        }
    }

    private var respond: @Sendable (Int32) -> Void {
        { [weak self] connection in
            guard let head = readHead(connection) else { return }
            let target = head.split(separator: " ").dropFirst().first ?? "/"
            let path = String(target.prefix { $0 != "?" })
            let answer = self?.record(head, path) ?? Answer(status: 404, body: "{}")
            send(answer, on: connection)
        }
    }

    private func record(_ head: String, _ path: String) -> Answer {
        seen.withLock { $0.append(head) }
        return answers.withLock { $0[path] }
            ?? Answer(status: 404, body: #"{"code":"not_found","detail":"no such path"}"#)
    }
}

private func detach(_ body: @escaping @Sendable () -> Void) {
    final class Work {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(body))
    let code = pthread_create(
        &thread,
        nil,
        { argument in
            guard let argument else { return nil }
            Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
            return nil
        },
        work.toOpaque()
    )
    precondition(code == 0, "a thread")
    pthread_detach(thread)
}

private func readHead(_ connection: Int32) -> String? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 8_192)
    while bytes.count < 65_536 {
        let count = recv(connection, &buffer, buffer.count, 0)
        guard count > 0 else { return nil }
        bytes += buffer[..<count]
        if String(decoding: bytes, as: UTF8.self).contains("\r\n\r\n") { return String(decoding: bytes, as: UTF8.self) }
    }
    return nil
}

private func send(_ answer: StandIn.Answer, on connection: Int32) {
    let length = answer.filler == nil ? "Content-Length: \(answer.body.utf8.count)\r\n" : ""
    let head = "HTTP/1.1 \(answer.status) X\r\nContent-Type: \(answer.type)\r\nConnection: close\r\n\(length)\r\n"
    guard put(Array((head + answer.body).utf8), on: connection), let filler = answer.filler else { return }
    let chunk = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 16)
    var sent = 0
    while sent < filler, put(chunk, on: connection) { sent += chunk.count }
}

private func put(_ bytes: [UInt8], on connection: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
    }
    return true
}
