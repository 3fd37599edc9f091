import Glibc

/// What the kernel tells beside a datagram (cmsg(3)): messages one after another, each with a header of length, level and
/// type, and aligned to a word.
struct ControlMessages {
    let bytes: UnsafeRawBufferPointer

    private static let header = 16

    /// The content of the first such message; nil where there is none, or where the bytes make no sense before it.
    func first(level: Int32, type: Int32) -> UnsafeRawBufferPointer? {
        var start = 0
        while start + ControlMessages.header <= bytes.count {
            let length = Int(truncatingIfNeeded: bytes.loadUnaligned(fromByteOffset: start, as: UInt.self))
            guard length >= ControlMessages.header, length <= bytes.count - start else { return nil }
            let foundLevel = bytes.loadUnaligned(fromByteOffset: start + 8, as: Int32.self)
            let foundType = bytes.loadUnaligned(fromByteOffset: start + 12, as: Int32.self)
            if foundLevel == level, foundType == type {
                return UnsafeRawBufferPointer(rebasing: bytes[start + ControlMessages.header..<start + length])
            }
            start += (length + 7) / 8 * 8
        }
        return nil
    }

    /// The hop limit of the packet a datagram came in: `IP_TTL` or `IPV6_HOPLIMIT`, an `int`.
    var hopLimit: UInt8? {
        let content = first(level: Level.ip, type: Kind.ipHopLimit) ?? first(level: Level.ipv6, type: Kind.ipv6HopLimit)
        guard let content, content.count >= 4 else { return nil }
        return UInt8(exactly: content.loadUnaligned(as: Int32.self))
    }

    /// When the packet came in, by the wall clock in nanoseconds: `SO_TIMESTAMPNS`, a `timespec`.
    var arrival: Int64? {
        guard let content = first(level: Level.socket, type: Kind.timestamp), content.count >= 16 else { return nil }
        return content.loadUnaligned(as: Int64.self) &* 1_000_000_000
            &+ content.loadUnaligned(fromByteOffset: 8, as: Int64.self)
    }

    /// A `sock_extended_err` and the offender's address (ip(7), `IP_RECVERR`).
    var error: UnsafeRawBufferPointer? {
        first(level: Level.ip, type: Kind.ipError) ?? first(level: Level.ipv6, type: Kind.ipv6Error)
    }

    /// Linux's numbers, which the Glibc module has no names for.
    enum Level {
        static let ip: Int32 = 0
        static let socket: Int32 = 1
        static let ipv6: Int32 = 41
    }

    private enum Kind {
        static let ipHopLimit: Int32 = 2
        static let ipError: Int32 = 11
        static let timestamp: Int32 = 35
        static let ipv6Error: Int32 = 25
        static let ipv6HopLimit: Int32 = 52
    }
}
