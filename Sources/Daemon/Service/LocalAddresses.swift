import Engine
import Glibc

/// The addresses of this machine's own interfaces: a target that has one of them is only observed.
enum LocalAddresses {
    static func current() -> [IPAddress] {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return [] }
        defer { freeifaddrs(first) }
        var addresses: [IPAddress] = []
        var next = first
        while let entry = next {
            if let address = entry.pointee.ifa_addr.flatMap(IPAddress.init(socketAddress:)) {
                addresses.append(address)
            }
            next = entry.pointee.ifa_next
        }
        return addresses
    }
}

extension IPAddress {
    fileprivate init?(socketAddress: UnsafeMutablePointer<sockaddr>) {
        switch Int32(socketAddress.pointee.sa_family) {
        case AF_INET:
            let address = socketAddress.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                $0.pointee.sin_addr.s_addr
            }
            self.init(v4: UInt32(bigEndian: address))
        case AF_INET6:
            let bytes = socketAddress.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
                withUnsafeBytes(of: pointer.pointee.sin6_addr) { Array($0) }
            }
            let halves = [bytes[..<8], bytes[8...]].map { $0.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
            self.init(v6High: halves[0], low: halves[1])
        default:
            return nil
        }
    }
}
