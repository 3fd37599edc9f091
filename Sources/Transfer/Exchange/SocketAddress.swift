import Glibc

/// A socket address copied as bytes, made text only where a failure is told.
struct SocketAddress {
    private var storage = sockaddr_in6()

    /// Nil for what is neither IPv4 nor IPv6.
    init?(family: Int32, bytes: UnsafeRawBufferPointer) {
        guard family == AF_INET || family == AF_INET6 else { return nil }
        withUnsafeMutableBytes(of: &storage) { copy in
            copy.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes.prefix(copy.count)))
        }
    }

    /// The numeric address without its port.
    var text: String {
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        var copy = storage
        let family = Int32(storage.sin6_family)
        withUnsafeBytes(of: &copy) { bytes in
            let offset = family == AF_INET ? 4 : 8
            _ = inet_ntop(family, bytes.baseAddress?.advanced(by: offset), &buffer, socklen_t(buffer.count))
        }
        return buffer.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }
}
