/// Echo requests and replies (RFC 792, RFC 4443 §4).
///
/// The payload begins with the round's random cookie, eight bytes, and goes on with bytes derived from it: what comes back
/// otherwise is not an answer to us, whatever its identifier and sequence.
enum EchoPacket {
    static let headerBytes = 8
    /// Room for the cookie at least; an upper limit that every buffer has room for.
    static let payloadLimits = 8...8_192

    /// What identifies an echo within its round.
    struct Header: Hashable {
        var identifier: UInt16
        var sequence: UInt16
    }

    /// Writes a request and returns its length.
    static func encode(
        _ header: Header,
        cookie: UInt64,
        payloadBytes: Int,
        isV4: Bool,
        into buffer: UnsafeMutableRawBufferPointer
    ) -> Int {
        let length = headerBytes + payloadBytes
        let packet = UnsafeMutableRawBufferPointer(rebasing: buffer[..<length])
        packet[0] = isV4 ? 8 : 128
        packet[1] = 0
        packet.storeBytes(of: 0, toByteOffset: 2, as: UInt16.self)
        packet.storeBytes(of: header.identifier.bigEndian, toByteOffset: 4, as: UInt16.self)
        packet.storeBytes(of: header.sequence.bigEndian, toByteOffset: 6, as: UInt16.self)
        packet.storeBytes(of: cookie, toByteOffset: headerBytes, as: UInt64.self)
        var offset = 8
        while offset + 8 <= payloadBytes {
            packet.storeBytes(of: filler(word: offset, cookie), toByteOffset: headerBytes + offset, as: UInt64.self)
            offset += 8
        }
        while offset < payloadBytes {
            packet[headerBytes + offset] = filler(offset, cookie)
            offset += 1
        }
        // ICMPv6's sum covers the IP addresses as well; there the kernel computes it (RFC 3542 §3.1).
        if isV4 { packet.storeBytes(of: checksum(UnsafeRawBufferPointer(packet)), toByteOffset: 2, as: UInt16.self) }
        return length
    }

    /// The header and the cookie of an echo of the given type; nil for anything else.
    static func decode(_ packet: UnsafeRawBufferPointer, type: UInt8) -> (header: Header, cookie: UInt64)? {
        guard let (header, cookie) = decodeQuoted(packet, type: type), let cookie else { return nil }
        return (header, cookie)
    }

    /// The same of an echo that an ICMP error quotes, perhaps without its payload.
    static func decodeQuoted(_ packet: UnsafeRawBufferPointer, type: UInt8) -> (header: Header, cookie: UInt64?)? {
        guard packet.count >= headerBytes, packet[0] == type, packet[1] == 0 else { return nil }
        let identifier = UInt16(bigEndian: packet.loadUnaligned(fromByteOffset: 4, as: UInt16.self))
        let sequence = UInt16(bigEndian: packet.loadUnaligned(fromByteOffset: 6, as: UInt16.self))
        let hasCookie = packet.count >= headerBytes + 8
        let cookie = hasCookie ? packet.loadUnaligned(fromByteOffset: headerBytes, as: UInt64.self) : nil
        return (Header(identifier: identifier, sequence: sequence), cookie)
    }

    /// Whether the payload is, to the byte and in length, what was sent.
    static func isIntact(_ packet: UnsafeRawBufferPointer, cookie: UInt64, payloadBytes: Int) -> Bool {
        guard packet.count == headerBytes + payloadBytes else { return false }
        var offset = 8
        while offset + 8 <= payloadBytes {
            let word = packet.loadUnaligned(fromByteOffset: headerBytes + offset, as: UInt64.self)
            guard word == filler(word: offset, cookie) else { return false }
            offset += 8
        }
        while offset < payloadBytes {
            guard packet[headerBytes + offset] == filler(offset, cookie) else { return false }
            offset += 1
        }
        return true
    }

    /// Eight bytes of filler at once, from an index that eight divides.
    private static func filler(word index: Int, _ cookie: UInt64) -> UInt64 {
        let first: UInt64 = 0x0706_0504_0302_0100
        return cookie ^ (first &+ 0x0101_0101_0101_0101 &* UInt64(index & 0xFF)).littleEndian
    }

    private static func filler(_ index: Int, _ cookie: UInt64) -> UInt8 {
        UInt8(truncatingIfNeeded: cookie >> UInt64(index % 8 * 8)) ^ UInt8(truncatingIfNeeded: index)
    }

    /// The Internet checksum (RFC 1071), in the byte order of the wire; 0 over a packet that carries its right sum.
    static func checksum(_ packet: UnsafeRawBufferPointer) -> UInt16 {
        var sum: UInt64 = 0
        var offset = 0
        while offset + 4 <= packet.count {
            sum &+= UInt64(packet.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            offset += 4
        }
        while offset + 2 <= packet.count {
            sum &+= UInt64(packet.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
            offset += 2
        }
        if offset < packet.count { sum &+= UInt64(UInt16(packet[offset]).littleEndian) }
        while sum >> 16 != 0 { sum = (sum & 0xFFFF) + (sum >> 16) }
        return ~UInt16(truncatingIfNeeded: sum)
    }
}
