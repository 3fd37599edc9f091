import CLibcurl
import Engine
import Glibc
import Synchronization
import Testing

@testable import Probes

/// A DNS server on loopback, for names that it is told of (RFC 1035). Other names are not there.
final class NameServer: Sendable {
    enum Behaviour: Sendable {
        case addresses([IPAddress], ttl: UInt32)
        /// SERVFAIL.
        case fails
        /// Hears, and says nothing.
        case silent
    }

    let port: UInt16
    private let descriptor: Int32
    private let state: Mutex<State>

    private struct State {
        var names: [String: Behaviour]
        var questions = 0
    }

    var servers: String { "127.0.0.1:\(port)" }
    var questions: Int { state.withLock { $0.questions } }

    init(_ names: [String: Behaviour]) throws {
        state = Mutex(State(names: names))
        descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        try #require(isBound)
        port = UInt16(bigEndian: address.sin_port)
        try ServiceThread.start("name-server") { [weak self] in
            while let answer = NameServer.next(descriptor, { self?.answer($0) ?? nil }) { answer() }
            close(descriptor)
        }.detach()
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RD))
        // A datagram socket's reader is not woken by that everywhere.
        var end = sockaddr_in()
        end.sin_family = sa_family_t(AF_INET)
        end.sin_port = port.bigEndian
        end.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        withUnsafePointer(to: &end) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = sendto(descriptor, "", 0, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    func set(_ name: String, _ behaviour: Behaviour) {
        state.withLock { $0.names[name] = behaviour }
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

    private func answer(_ question: [UInt8]) -> [UInt8]? {
        var (labels, offset): ([String], Int) = ([], 12)
        while offset < question.count, question[offset] > 0 {
            let end = offset + 1 + Int(question[offset])
            labels.append(String(decoding: question[(offset + 1)..<end], as: UTF8.self))
            offset = end
        }
        let isV4 = question[offset + 2] == 1
        let end = offset + 5
        let behaviour = state.withLock { state in
            state.questions += 1
            return state.names[labels.joined(separator: ".").lowercased()]
        }
        switch behaviour {
        case .addresses(let addresses, let ttl):
            let records = addresses.filter { $0.isV4 == isV4 }.flatMap { NameServer.record($0, ttl: ttl) }
            let count = addresses.count { $0.isV4 == isV4 }
            return question[..<2] + [0x81, 0x80, 0, 1, 0, UInt8(count), 0, 0, 0, 0] + question[12..<end] + records
        case .fails: return question[..<2] + [0x81, 0x82, 0, 1, 0, 0, 0, 0, 0, 0] + question[12..<end]
        case .silent: return nil
        case nil: return question[..<2] + [0x81, 0x83, 0, 1, 0, 0, 0, 0, 0, 0] + question[12..<end]
        }
    }

    private static func record(_ address: IPAddress, ttl: UInt32) -> [UInt8] {
        let time = withUnsafeBytes(of: ttl.bigEndian, Array.init)
        guard !address.isV4 else {
            let bytes = withUnsafeBytes(of: UInt32(truncatingIfNeeded: address.low).bigEndian, Array.init)
            return [0xC0, 12, 0, 1, 0, 1] + time + [0, 4] + bytes
        }
        let bytes =
            withUnsafeBytes(of: address.high.bigEndian, Array.init)
            + withUnsafeBytes(of: address.low.bigEndian, Array.init)
        return [0xC0, 12, 0, 28, 0, 1] + time + [0, 16] + bytes
    }
}
