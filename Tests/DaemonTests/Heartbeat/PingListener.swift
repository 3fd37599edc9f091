import Glibc
import Synchronization

/// A service that takes pings: a real listener on loopback, on a thread of its own, which answers as it is told and keeps
/// what it was sent.
final class PingListener: Sendable {
    enum Manner: Sendable {
        case answers(Int, String = "OK")
        /// Takes the request and never answers.
        case hangs
        /// Closes without a word.
        case hangsUp
        /// Knows this path and those below it, and no other.
        case knows(String)
    }

    private let descriptor: Int32
    let port: Int
    private let manner: Mutex<Manner>
    private let taken = Mutex<[String]>([])
    private let held = Mutex<[Int32]>([])

    init(_ manner: Manner) throws {
        self.manner = Mutex(manner)
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isOpen = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isOpen else { throw Failure(code: errno) }
        port = Int(in_port_t(bigEndian: address.sin_port))
    }

    struct Failure: Error { var code: Int32 }

    /// Each request's line, and its body after a blank.
    var requests: [String] { taken.withLock { $0 } }

    func become(_ manner: Manner) { self.manner.withLock { $0 = manner } }

    /// Serves until `close`; blocks its thread.
    func serve() {
        while case let peer = accept(descriptor, nil, nil), peer >= 0 { answer(peer) }
    }

    func close() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        for peer in held.withLock({ $0 }) { Glibc.close(peer) }
    }

    private func answer(_ peer: Int32) {
        let request = PingListener.read(from: peer)
        taken.withLock { $0.append(request) }
        switch manner.withLock({ $0 }) {
        case .answers(let status, let body): reply(status, body, to: peer)
        case .hangs: held.withLock { $0.append(peer) }
        case .hangsUp: Glibc.close(peer)
        case .knows(let path):
            let asked = request.split(separator: " ").dropFirst().first ?? ""
            let isKnown = asked == path || asked.hasPrefix(path + "/")
            reply(isKnown ? 200 : 404, isKnown ? "OK" : "not found", to: peer)
        }
    }

    private func reply(_ status: Int, _ body: String, to peer: Int32) {
        let head = "HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n"
        let bytes = Array((head + body).utf8)
        _ = send(peer, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        Glibc.close(peer)
    }

    private static func read(from peer: Int32) -> String {
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        while case let count = recv(peer, &buffer, buffer.count, 0), count > 0 {
            text += String(decoding: buffer[..<count], as: UTF8.self)
            guard let end = text.firstRange(of: "\r\n\r\n") else { continue }
            let head = text[..<end.lowerBound].split(separator: "\r\n")
            let length =
                head.first { $0.lowercased().hasPrefix("content-length:") }
                .flatMap { Int($0.drop { $0 != " " }.dropFirst()) } ?? 0
            let body = text[end.upperBound...]
            guard body.utf8.count >= length else { continue }
            let line = head.first.map { $0.replacing(" HTTP/1.1", with: "") } ?? ""
            return body.isEmpty ? String(line) : "\(line) \(body)"
        }
        return text
    }
}
