import Engine
import Glibc

@testable import Probes

/// One question to a DNS server (RFC 1035 §4), and answers to it.
struct NameMessage {
    let name: String
    private let bytes: [UInt8]
    private let isV4: Bool
    /// Where the question ends.
    private let end: Int

    init(_ bytes: [UInt8]) {
        var (labels, offset): ([String], Int) = ([], 12)
        while offset < bytes.count, bytes[offset] > 0 {
            let end = offset + 1 + Int(bytes[offset])
            labels.append(String(decoding: bytes[(offset + 1)..<end], as: UTF8.self))
            offset = end
        }
        self.bytes = bytes
        name = labels.joined(separator: ".").lowercased()
        isV4 = bytes[offset + 2] == 1
        end = offset + 5
    }

    func answer(from names: [String: NameServer.Behaviour], isUDP: Bool) -> [UInt8]? {
        switch names[name] {
        case .addresses(let addresses, let ttl): return message(records: records(addresses, ttl: ttl))
        case .alias(let other, let ttl):
            guard case .addresses(let addresses, let ownTTL) = names[other] else { return message(code: 2) }
            let owner = NameMessage.encoded(other)
            let alias = [0xC0, 12, 0, 5, 0, 1] + NameMessage.bytes(of: ttl) + [0, UInt8(owner.count)] + owner
            return message(records: [alias] + records(addresses, ttl: ownTTL, owner: owner))
        case .truncated(let addresses, let ttl):
            return isUDP ? message(flags: 0x83) : message(records: records(addresses, ttl: ttl))
        case .fails: return message(code: 2)
        case .silent: return nil
        case .garbage: return Array(bytes[..<2]) + [0xFF, 0, 1, 2, 3]
        case .slow(let time, let addresses):
            usleep(UInt32(time) * 1_000)
            return message(records: records(addresses, ttl: 60))
        case nil: return message(code: 3)
        }
    }

    private func message(flags: UInt8 = 0x81, code: UInt8 = 0, records: [[UInt8]] = []) -> [UInt8] {
        let head = Array(bytes[..<2]) + [flags, 0x80 | code, 0, 1, 0, UInt8(records.count), 0, 0, 0, 0]
        return head + bytes[12..<end] + records.joined()
    }

    /// Of the family that is asked for. `owner`: the name in the question, unless another is given.
    private func records(_ addresses: [IPAddress], ttl: UInt32, owner: [UInt8] = [0xC0, 12]) -> [[UInt8]] {
        addresses.filter { $0.isV4 == isV4 }.map { address in
            let all = NameMessage.bytes(of: address.high) + NameMessage.bytes(of: address.low)
            let data = isV4 ? Array(all.suffix(4)) : all
            return owner + [0, isV4 ? 1 : 28, 0, 1] + NameMessage.bytes(of: ttl) + [0, UInt8(data.count)] + data
        }
    }

    private static func bytes<Number: FixedWidthInteger>(of number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian, Array.init)
    }

    private static func encoded(_ name: String) -> [UInt8] {
        name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
    }
}
