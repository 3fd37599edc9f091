import Glibc

/// A numeric address as numbers, made text only where a person reads it: of a thousand probes, nobody reads one's.
public struct PeerAddress: Hashable, Sendable {
    /// The 128 bits of IPv6, or the 32 of IPv4 in the low half.
    public let high: UInt64
    public let low: UInt64
    public let isV4: Bool

    /// Of a `sockaddr`; nil for what is neither IPv4 nor IPv6.
    init?(family: Int32, socketAddress bytes: UnsafeRawBufferPointer) {
        switch family {
        case AF_INET where bytes.count >= MemoryLayout<sockaddr_in>.size: self.init(v4: bytes, at: 4)
        case AF_INET6 where bytes.count >= MemoryLayout<sockaddr_in6>.size: self.init(v6: bytes, at: 8)
        default: return nil
        }
    }

    /// Of a C string; nil for anything but an address.
    public init?(_ text: UnsafePointer<CChar>) {
        var storage = in6_addr()
        if inet_pton(AF_INET, text, &storage) == 1 {
            self = withUnsafeBytes(of: storage) { PeerAddress(v4: $0, at: 0) }
        } else if inet_pton(AF_INET6, text, &storage) == 1 {
            self = withUnsafeBytes(of: storage) { PeerAddress(v6: $0, at: 0) }
        } else {
            return nil
        }
    }

    /// As numbers; of IPv4 the low 32 bits.
    public init(high: UInt64, low: UInt64, isV4: Bool) {
        self.high = high
        self.low = low
        self.isV4 = isV4
    }

    private init(v4 bytes: UnsafeRawBufferPointer, at offset: Int) {
        high = 0
        low = UInt64(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
        isV4 = true
    }

    private init(v6 bytes: UnsafeRawBufferPointer, at offset: Int) {
        high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
        isV4 = false
    }

    public var text: String {
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        if isV4 {
            var address = UInt32(truncatingIfNeeded: low).bigEndian
            inet_ntop(AF_INET, &address, &buffer, socklen_t(buffer.count))
        } else {
            var address = (high.bigEndian, low.bigEndian)
            inet_ntop(AF_INET6, &address, &buffer, socklen_t(buffer.count))
        }
        return buffer.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }
}
