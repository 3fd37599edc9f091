internal import Glibc

/// Sockets handed over by whoever started the process (sd_listen_fds(3)): systemd's socket activation, or a launcher
/// that opened them in another network namespace.
public enum InheritedSockets {
    private static let first: Int32 = 3
    private static let most: Int32 = 16

    /// The addresses of what the environment announces, in order; none where it announces nothing, or announces it to
    /// another process. A missing `LISTEN_PID` counts as ours: a shell can't know it beforehand.
    public static func announced(in environment: [String: String]) -> [ListenAddress] {
        guard let count = environment["LISTEN_FDS"].flatMap(Int32.init), count > 0 else { return [] }
        if let pid = environment["LISTEN_PID"], pid != String(getpid()) { return [] }
        return (first..<first + min(count, most)).map(ListenAddress.descriptor)
    }

    /// The descriptor itself, kept from the children of this process.
    static func check(_ descriptor: Int32) throws(ListenError) -> Int32 {
        guard option(SO_TYPE, of: descriptor) == Int32(SOCK_STREAM.rawValue),
            option(SO_ACCEPTCONN, of: descriptor) == 1
        else { throw .notListening(descriptor) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return descriptor
    }

    private static func option(_ name: Int32, of descriptor: Int32) -> Int32? {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, name, &value, &length) == 0 ? value : nil
    }
}
