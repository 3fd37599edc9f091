import Engine
import Glibc
import Synchronization
import Testing

@testable import Probes

/// A DNS server on loopback, by UDP and TCP, for names that it is told of. Other names are not there.
final class NameServer: Sendable {
    enum Behaviour: Sendable {
        case addresses([IPAddress], ttl: UInt32)
        /// Another name for it.
        case alias(String, ttl: UInt32)
        /// The same, for those who ask again by TCP.
        case truncated([IPAddress], ttl: UInt32)
        /// SERVFAIL.
        case fails
        /// Hears, and says nothing.
        case silent
        /// Says what is no answer.
        case garbage
        /// Answers after so many milliseconds, and everybody else later.
        case slow(Int32, [IPAddress])
    }

    let port: UInt16
    private let descriptor: Int32
    private let listener: Int32
    private let state: Mutex<State>

    private struct State {
        var names: [String: Behaviour]
        var questions: [String: Int] = [:]
        /// Its threads close the descriptors then, whose numbers are soon another's.
        var isDead = false
    }

    var servers: String { "127.0.0.1:\(port)" }

    /// How often a name was asked for.
    func questions(of name: String) -> Int { state.withLock { $0.questions[name] ?? 0 } }

    init(_ names: [String: Behaviour]) throws {
        state = Mutex(State(names: names))
        let (listener, descriptor, port) = try #require(NameServer.bindBoth())
        try #require(listen(listener, 16) == 0)
        self.port = port
        self.descriptor = descriptor
        self.listener = listener
        try ServiceThread.start("name-server") { [weak self] in
            while let answer = NameServer.next(descriptor, { self?.answer($0, isUDP: true) }) { answer() }
            close(descriptor)
        }.detach()
        try ServiceThread.start("name-server-tcp") { [weak self] in
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                NameServer.serve(connection) { self?.answer($0, isUDP: false) }
            }
            close(listener)
        }.detach()
    }

    deinit { die() }

    /// Nobody listens from then on.
    func die() {
        let wasDead = state.withLock { state in
            defer { state.isDead = true }
            return state.isDead
        }
        guard !wasDead else { return }
        shutdown(listener, Int32(SHUT_RDWR))
        shutdown(descriptor, Int32(SHUT_RD))
        // A datagram socket's reader is not woken by that everywhere.
        NameServer.with(port) { _ = sendto(descriptor, "", 0, 0, $0, $1) }
    }

    func set(_ name: String, _ behaviour: Behaviour) {
        state.withLock { $0.names[name] = behaviour }
    }

    private func answer(_ bytes: [UInt8], isUDP: Bool) -> [UInt8]? {
        let question = NameMessage(bytes)
        let names = state.withLock { state in
            state.questions[question.name, default: 0] += 1
            return state.names
        }
        return question.answer(from: names, isUDP: isUDP)
    }

    // MARK: Sockets

    private static func with<R>(_ port: UInt16, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> R) -> R {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// TCP and UDP on one port, which others may take between the two.
    private static func bindBoth() -> (listener: Int32, descriptor: Int32, port: UInt16)? {
        for _ in 0..<50 {
            guard let (listener, port) = bound(SOCK_STREAM, 0) else { continue }
            if let (descriptor, _) = bound(SOCK_DGRAM, port) { return (listener, descriptor, port) }
            close(listener)
        }
        return nil
    }

    private static func bound(_ type: __socket_type, _ port: UInt16) -> (Int32, UInt16)? {
        let descriptor = socket(AF_INET, Int32(type.rawValue), 0)
        var storage = sockaddr_in()
        let isBound = with(port) { address, length in
            var length = length
            guard bind(descriptor, address, length) == 0, getsockname(descriptor, address, &length) == 0 else {
                return false
            }
            memcpy(&storage, address, Int(length))
            return true
        }
        if !isBound { close(descriptor) }
        return isBound ? (descriptor, UInt16(bigEndian: storage.sin_port)) : nil
    }

    /// Reads one question; what sends its answer, or nil at the end.
    private static func next(_ descriptor: Int32, _ answer: ([UInt8]) -> [UInt8]?) -> (() -> Void)? {
        var question = [UInt8](repeating: 0, count: 512)
        var peer = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let count = withUnsafeMutablePointer(to: &peer) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                recvfrom(descriptor, &question, question.count, 0, $0, &length)
            }
        }
        guard count > 12 else { return nil }
        guard let reply = answer(Array(question[..<count])) else { return {} }
        return {
            withUnsafePointer(to: &peer) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    _ = sendto(descriptor, reply, reply.count, 0, $0, length)
                }
            }
        }
    }

    /// Two bytes of length come before each message there.
    private static func serve(_ connection: Int32, _ answer: ([UInt8]) -> [UInt8]?) {
        var question = [UInt8](repeating: 0, count: 514)
        let count = read(connection, &question, question.count)
        if count > 14, let reply = answer(Array(question[2..<count])) {
            let message = [UInt8(reply.count >> 8), UInt8(reply.count & 255)] + reply
            _ = write(connection, message, message.count)
        }
        // The peer closes first.
        while read(connection, &question, question.count) > 0 {}
        close(connection)
    }
}
