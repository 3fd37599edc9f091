import Glibc
import Synchronization

/// A real TCP server on a free loopback port; each accepted connection runs `script` on a thread of its own.
///
/// It ends with its owner: the listener is shut down, and scripts notice when their peers go.
final class LoopbackServer: Sendable {
    let port: UInt16
    let host: String
    private let listener: Int32
    private let accepted = Atomic<Int>(0)
    private let answered = Atomic<Int>(0)

    /// `backlog` of nil: as many as the system allows.
    init(v6: Bool = false, backlog: Int32? = nil, script: @escaping @Sendable (Connection) -> Void) throws {
        (listener, port) = try LoopbackServer.listen(v6: v6, backlog: backlog ?? SOMAXCONN)
        host = v6 ? "[::1]" : "127.0.0.1"
        let listener = listener
        spawnThread { [weak self] in
            while true {
                let descriptor = acceptConnection(listener)
                guard descriptor >= 0 else { break }
                self?.accepted.add(1, ordering: .sequentiallyConsistent)
                spawnThread { script(Connection(descriptor: descriptor)) }
            }
            close(listener)
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    var url: String { "http://\(host):\(port)" }
    var authority: String { "\(host):\(port)" }
    var acceptedConnections: Int { accepted.load(ordering: .sequentiallyConsistent) }

    /// A listening socket on loopback and its port; the caller's to close.
    static func listen(v6: Bool = false, backlog: Int32) throws -> (Int32, UInt16) {
        let descriptor = socket(v6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw SystemError(call: "socket", code: errno) }
        var storage = sockaddr_in6()
        var length = socklen_t(v6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size)
        storage.sin6_family = sa_family_t(v6 ? AF_INET6 : AF_INET)
        if v6 { storage.sin6_addr = in6addr_loopback }
        let bound = withUnsafeMutableBytes(of: &storage) { bytes -> Int32 in
            // 127.0.0.1 at sockaddr_in's address.
            if !v6 { bytes.storeBytes(of: UInt32(0x7F00_0001).bigEndian, toByteOffset: 4, as: UInt32.self) }
            guard let address = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return -1 }
            guard bind(descriptor, address, length) == 0, Glibc.listen(descriptor, backlog) == 0 else { return -1 }
            return getsockname(descriptor, address, &length)
        }
        guard bound == 0 else { throw SystemError(call: "bind", code: errno) }
        return (descriptor, UInt16(bigEndian: storage.sin6_port))
    }
}

/// Waits for a connection; -1 once the listener is shut down.
func acceptConnection(_ listener: Int32) -> Int32 {
    var ready = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, -1) == 1 else { return -1 }
    return Inheritance.withNone {
        let descriptor = accept(listener, nil, nil)
        if descriptor >= 0 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        return descriptor
    }
}

struct SystemError: Error {
    let call: String
    let code: Int32
}

/// Runs `body` on a detached thread.
func spawnThread(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(ThreadBody(run: body))
    let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
        if let context { Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run() }
        return nil
    }
    guard pthread_create(&thread, nil, main, context.toOpaque()) == 0 else { return context.release() }
    pthread_detach(thread)
}

private final class ThreadBody {
    let run: @Sendable () -> Void

    init(run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}
