import Engine
import Glibc

extension IPAddress {
    /// Calls `body` with the address as the kernel wants it, port 0.
    func withSocketAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        isV4 ? withV4(body) : withV6(body)
    }

    private func withV4<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(truncatingIfNeeded: low).bigEndian
        return IPAddress.passing(&address, to: body)
    }

    private func withV6<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        withUnsafeMutableBytes(of: &address.sin6_addr) { bytes in
            bytes.storeBytes(of: high.bigEndian, as: UInt64.self)
            bytes.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return IPAddress.passing(&address, to: body)
    }

    private static func passing<Address, Result>(
        _ address: inout Address,
        to body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<Address>.size))
            }
        }
    }

    /// Writes the address as the kernel wants it, port 0, and returns its length.
    func write(to memory: UnsafeMutablePointer<sockaddr_storage>) -> socklen_t {
        withSocketAddress { address, size in
            UnsafeMutableRawPointer(memory).copyMemory(from: address, byteCount: Int(size))
            return size
        }
    }

    /// Reads what the kernel wrote; nil for another family than the two.
    init?(socketAddress: UnsafeRawPointer) {
        switch Int32(socketAddress.loadUnaligned(as: sa_family_t.self)) {
        case AF_INET:
            self.init(v4: UInt32(bigEndian: socketAddress.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
        case AF_INET6:
            let high = UInt64(bigEndian: socketAddress.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            let low = UInt64(bigEndian: socketAddress.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
            self.init(v6High: high, low: low)
        default:
            return nil
        }
    }
}
