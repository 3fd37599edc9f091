/// An IPv4 or IPv6 address, comparable without allocation. An IPv4-mapped IPv6 address equals its IPv4 form.
public struct IPAddress: Hashable, Sendable, Codable {
    /// The 128 bits of IPv6, or the 32 of IPv4 in the low half.
    public let high: UInt64
    public let low: UInt64
    public let isV4: Bool

    public init(v4: UInt32) {
        high = 0
        low = UInt64(v4)
        isV4 = true
    }

    public init(v6High: UInt64, low: UInt64) {
        let isMapped = v6High == 0 && low >> 32 == 0xFFFF
        self.high = v6High
        self.low = isMapped ? low & 0xFFFF_FFFF : low
        isV4 = isMapped
    }

    /// 127.0.0.0/8 and ::1.
    public var isLoopback: Bool {
        isV4 ? low >> 24 == 127 : high == 0 && low == 1
    }

    /// Parses a literal in its usual text forms (RFC 4291 §2.2 without a zone; brackets around IPv6 are taken off);
    /// nil for anything else, a host name among it.
    public init?(_ text: String) {
        var body = Substring(text)
        if body.hasPrefix("["), body.hasSuffix("]") { body = body.dropFirst().dropLast() }
        if body.utf8.contains(UInt8(ascii: ":")) {
            guard let (high, low) = IPAddress.parseV6(body) else { return nil }
            self.init(v6High: high, low: low)
        } else {
            guard let address = IPAddress.parseV4(body) else { return nil }
            self.init(v4: address)
        }
    }

    private static func parseV4(_ text: Substring) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var address: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let octet = UInt8(part)
            else { return nil }
            address = address << 8 | UInt32(octet)
        }
        return address
    }

    private static func parseV6(_ text: Substring) -> (UInt64, UInt64)? {
        let halves = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count <= 2, let head = groups(halves[0]) else { return nil }
        guard halves.count == 2 else {
            return head.count == 8 ? joined(head) : nil
        }
        guard let tail = groups(halves[1]), head.count + tail.count < 8 else { return nil }
        return joined(head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail)
    }

    private static func groups(_ text: Substring) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, part.contains(".") {
                guard let v4 = parseV4(part) else { return nil }
                groups += [UInt16(v4 >> 16), UInt16(v4 & 0xFFFF)]
            } else {
                guard (1...4).contains(part.utf8.count), part.first != "+", part.first != "-",
                    let group = UInt16(part, radix: 16)
                else { return nil }
                groups.append(group)
            }
        }
        return groups.count <= 8 ? groups : nil
    }

    private static func joined(_ groups: [UInt16]) -> (UInt64, UInt64) {
        let high = groups[0..<4].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
        let low = groups[4..<8].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
        return (high, low)
    }
}

extension IPAddress: CustomStringConvertible {
    /// Dotted quad, or eight hexadecimal groups with the longest run of zeros compressed (RFC 5952).
    public var description: String {
        guard !isV4 else {
            return [24, 16, 8, 0].map { String(low >> UInt64($0) & 0xFF) }.joined(separator: ".")
        }
        let groups = [high, low].flatMap { half in
            [48, 32, 16, 0].map { UInt16(truncatingIfNeeded: half >> UInt64($0)) }
        }
        let run = IPAddress.longestZeroRun(groups)
        guard run.count >= 2 else { return groups.map { String($0, radix: 16) }.joined(separator: ":") }
        let head = groups[..<run.lowerBound].map { String($0, radix: 16) }.joined(separator: ":")
        let tail = groups[run.upperBound...].map { String($0, radix: 16) }.joined(separator: ":")
        return head + "::" + tail
    }

    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int> {
        var longest = 0..<0
        var start: Int?
        for index in 0...groups.count {
            if index < groups.count, groups[index] == 0 {
                start = start ?? index
            } else if let first = start {
                if index - first > longest.count { longest = first..<index }
                start = nil
            }
        }
        return longest
    }
}
