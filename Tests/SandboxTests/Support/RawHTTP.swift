import Glibc

@testable import Sandbox

/// What came back on a connection, as far as it came.
struct RawResponse: Sendable {
    var status: Int
    var headers: [String: String]
    var body: [UInt8]
    /// Whether the body is as long as the head promised.
    var isComplete: Bool

    var json: JSON { JSON(parsing: body) ?? .null }
}

/// Why there is no response.
enum RawFailure: Error, Hashable {
    case refused, unreachable, connectTimedOut, silent, closed
    case other(Int32)
}

/// A blocking HTTP client on a bare socket, so that a test sees what a server really did to the connection, and so that
/// it can be run on a thread inside a namespace.
enum RawHTTP {
    static func exchange(
        _ method: String,
        _ target: String,
        address: String = "127.0.0.1",
        port: Int,
        headers: [String: String] = [:],
        body: String? = nil,
        patience: Duration = .seconds(5)
    ) throws(RawFailure) -> RawResponse {
        let connection = try RawConnection(address: address, port: port, patience: patience)
        var head = "\(method) \(target) HTTP/1.1\r\nHost: \(address)\r\nConnection: close\r\n"
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { head += "\(name): \(value)\r\n" }
        if let body { head += "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n" }
        connection.send(Array((head + "\r\n" + (body ?? "")).utf8))
        return try parse(try connection.readToEnd())
    }

    private static func parse(_ bytes: [UInt8]) throws(RawFailure) -> RawResponse {
        guard let split = bytes.indices.first(where: { bytes[$0...].starts(with: Array("\r\n\r\n".utf8)) }) else {
            throw .closed
        }
        let lines = String(decoding: bytes[..<split], as: UTF8.self).split(separator: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let halves = line.split(separator: ":", maxSplits: 1)
            if halves.count == 2 { headers[halves[0].lowercased()] = String(halves[1].drop { $0 == " " }) }
        }
        let body = Array(bytes[(split + 4)...])
        let length = headers["content-length"].flatMap { Int($0) }
        let words = lines.first?.split(separator: " ") ?? []
        return RawResponse(
            status: words.count > 1 ? Int(words[1]) ?? 0 : 0,
            headers: headers,
            body: body,
            isComplete: length == body.count
        )
    }
}

/// A TCP connection with a limit on every wait.
final class RawConnection {
    private let descriptor: Int32
    private static let limit = 1 << 20

    init(address: String, port: Int, patience: Duration) throws(RawFailure) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var limit = timeval(tv_sec: patience.wholeSeconds, tv_usec: (patience.wholeMilliseconds % 1000) * 1000)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        inet_pton(AF_INET, address, &name.sin_addr)
        let code = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if code != 0 { throw Self.failure(errno) }
    }

    deinit {
        close(descriptor)
    }

    private static func failure(_ code: Int32) -> RawFailure {
        switch code {
        case ECONNREFUSED: .refused
        case EHOSTUNREACH, ENETUNREACH: .unreachable
        case EINPROGRESS, ETIMEDOUT, EAGAIN: .connectTimedOut
        default: .other(code)
        }
    }

    func send(_ bytes: [UInt8]) {
        _ = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    /// Some bytes, at least one.
    func read() throws(RawFailure) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count == 0 { throw .closed }
        if count < 0 { throw errno == EAGAIN ? .silent : .closed }
        return Array(buffer.prefix(count))
    }

    /// All that comes until the other side closes, within limits.
    func readToEnd() throws(RawFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < Self.limit {
            do throws(RawFailure) {
                bytes += try read()
            } catch .closed {
                if bytes.isEmpty { throw .closed }
                return bytes
            }
        }
        return bytes
    }
}
