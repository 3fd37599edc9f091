internal import Glibc

/// Listening sockets of TCP.
enum TCPListening {
    /// - Returns: the socket, and the port it got.
    static func listen(host: String, port: Int) throws(ListenError) -> (Int32, Int) {
        let address = ListenAddress.hostPort(host: host, port: port)
        let candidates = try resolve(host: host, port: port)
        defer { freeaddrinfo(candidates) }
        let descriptor = socket(
            candidates.pointee.ai_family,
            Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue),
            0
        )
        guard descriptor >= 0 else { throw ListenError(errno, at: address) }
        setOptions(descriptor, isV6: candidates.pointee.ai_family == AF_INET6)
        guard bind(descriptor, candidates.pointee.ai_addr, candidates.pointee.ai_addrlen) == 0,
            Glibc.listen(descriptor, ListeningSocket.backlog) == 0
        else {
            let code = errno
            close(descriptor)
            throw ListenError(code, at: address)
        }
        return (descriptor, self.port(of: descriptor) ?? port)
    }

    /// Nil for a socket that is not TCP's.
    static func port(of descriptor: Int32) -> Int? {
        var storage = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let code = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        // The port is at the same place in both families.
        let isTCP = storage.sin6_family == sa_family_t(AF_INET) || storage.sin6_family == sa_family_t(AF_INET6)
        return code == 0 && isTCP ? Int(UInt16(bigEndian: storage.sin6_port)) : nil
    }

    /// A list of at least one.
    private static func resolve(host: String, port: Int) throws(ListenError) -> UnsafeMutablePointer<addrinfo> {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &found)
        guard code == 0, let found else {
            let reason = gai_strerror(code).map { String(cString: $0) } ?? "error \(code)"
            throw .unresolvable(.hostPort(host: host, port: port), reason)
        }
        return found
    }

    /// A restart may take the port while old connections still fade. `::` takes IPv4 as well.
    private static func setOptions(_ descriptor: Int32, isV6: Bool) {
        var yes: Int32 = 1
        var no: Int32 = 0
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, size)
        if isV6 { setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &no, size) }
    }
}
