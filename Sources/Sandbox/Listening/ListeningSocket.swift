import Glibc
import Synchronization

/// A TCP listener opened ahead of the server that will accept on it, so that it can be opened in one network namespace
/// and served, by this process or by a child, from another.
///
/// Closes its descriptor when it goes, unless `take` gave that away.
public final class ListeningSocket: Sendable {
    /// Close-on-exec, as every descriptor here.
    public let descriptor: Int32
    public let port: Int
    private let isOwner = Atomic(true)

    private init(descriptor: Int32, port: Int) {
        self.descriptor = descriptor
        self.port = port
    }

    deinit {
        if isOwner.load(ordering: .relaxed) { close(descriptor) }
    }

    /// Gives the descriptor to the caller, who closes it from now on.
    public func take() -> Int32 {
        isOwner.store(false, ordering: .relaxed)
        return descriptor
    }

    /// Opens a listener in the calling thread's namespace.
    ///
    /// - Parameters:
    ///   - address: an IPv4 literal; the default is reachable from this machine alone.
    ///   - port: 0 for any that is free.
    public static func open(address: String = "127.0.0.1", port: Int) throws(SandboxError) -> ListeningSocket {
        let place = "listening on \(address):\(port)"
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw SandboxError(place, errno: errno) }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        guard inet_pton(AF_INET, address, &name.sin_addr) == 1 else {
            close(descriptor)
            throw SandboxError("\(place): not an IPv4 address")
        }
        let bound = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, listen(descriptor, 256) == 0 else {
            let code = errno
            close(descriptor)
            throw SandboxError(place, errno: code, remedy: code == EADDRINUSE ? "choose another port" : nil)
        }
        return ListeningSocket(descriptor: descriptor, port: try localPort(of: descriptor))
    }

    /// Takes charge of a listener that somebody else opened.
    public static func adopt(_ descriptor: Int32) throws(SandboxError) -> ListeningSocket {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return ListeningSocket(descriptor: descriptor, port: try localPort(of: descriptor))
    }

    private static func localPort(of descriptor: Int32) throws(SandboxError) -> Int {
        var name = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard code == 0 else { throw SandboxError("asking descriptor \(descriptor) for its address", errno: errno) }
        return Int(in_port_t(bigEndian: name.sin_port))
    }
}
