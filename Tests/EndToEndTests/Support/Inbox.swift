import FoundationEssentials
import Glibc
import Sandbox
import Synchronization

/// A webhook receiver inside the guests' namespace: a real HTTP server on a thread of its own that keeps what it is sent
/// by who knows its token.
final class Inbox: Sendable {
    /// Of Alertmanager's webhook payload, version 4, what an on-call tool reads.
    struct Message: Decodable, Sendable {
        struct Labels: Decodable, Sendable {
            var name: String?
            var kind: String
            var severity: String
        }

        struct Annotations: Decodable, Sendable {
            var summary: String
        }

        var version: String
        var status: String
        var groupKey: String
        var commonLabels: Labels
        var commonAnnotations: Annotations
    }

    /// Below its URL, and known without a token: a service that takes a heartbeat.
    static let heartbeat = "/secret-of-the-heartbeat"

    private let socket: ListeningSocket
    private let token: String
    private let bodies = Mutex<[[UInt8]]>([])

    private init(_ socket: ListeningSocket, token: String) {
        self.socket = socket
        self.token = token
    }

    static func open(in namespace: NetworkNamespace, token: String) async throws -> Inbox {
        Inbox(try await namespace.run { try ListeningSocket.open(port: 0) }, token: token)
    }

    var url: String { "http://127.0.0.1:\(socket.port)/alerts" }

    /// Everything that was posted, as it came.
    var posted: [[UInt8]] { bodies.withLock { $0 } }

    func messages(about name: String) throws -> [Message] {
        try posted.map { try JSONDecoder().decode(Message.self, from: Data($0)) }
            .filter { $0.commonLabels.name == name }
    }

    /// Accepts and answers until `close`.
    func serve(in namespace: NetworkNamespace) async throws {
        try await namespace.run {
            while case let peer = accept(self.socket.descriptor, nil, nil), peer >= 0 {
                self.answer(peer)
                Glibc.close(peer)
            }
        }
    }

    /// Wakes `serve`, which then returns.
    func close() {
        shutdown(socket.descriptor, Int32(SHUT_RDWR))
    }

    private func answer(_ peer: Int32) {
        // A peer that says nothing must not hold the others up for ever.
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        guard let (head, body) = Inbox.readRequest(from: peer) else { return }
        let isHeartbeat = head.prefix { $0 != "\r\n" }.contains(Inbox.heartbeat)
        let isKnown = head.split(separator: "\r\n").contains("Authorization: Bearer \(token)")
        if isKnown { bodies.withLock { $0.append(body) } }
        let status = isKnown || isHeartbeat ? "200 OK" : "401 Unauthorized"
        let answer = Array("HTTP/1.1 \(status)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8)
        _ = send(peer, answer, answer.count, Int32(MSG_NOSIGNAL))
    }

    /// The head, and as many bytes as it announces; nil where fewer came.
    private static func readRequest(from peer: Int32) -> (head: String, body: [UInt8])? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        while case let count = recv(peer, &buffer, buffer.count, 0), count > 0 {
            bytes += buffer[..<count]
            guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { continue }
            let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
            let body = Array(bytes[end.upperBound...])
            if body.count >= announcedLength(in: head) { return (head, body) }
        }
        return nil
    }

    private static func announcedLength(in head: String) -> Int {
        for line in head.lowercased().split(separator: "\r\n") {
            let sides = line.split(separator: ":")
            if sides.count == 2, sides[0] == "content-length" { return Int(sides[1].drop { $0 == " " }) ?? 0 }
        }
        return 0
    }
}
