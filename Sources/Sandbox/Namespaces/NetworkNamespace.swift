import CLinux
import Glibc

/// A network namespace, kept alive by an open descriptor.
///
/// A socket keeps the namespace it was opened in, and so does a process started there; that is all the sandbox needs:
/// it opens a guest's listeners inside the guest's namespace and serves them from any thread.
public final class NetworkNamespace: Sendable {
    private let descriptor: Int32

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// The calling thread's own namespace.
    public static func current() throws(SandboxError) -> NetworkNamespace {
        let descriptor = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SandboxError("opening this thread's network namespace", errno: errno) }
        return NetworkNamespace(descriptor: descriptor)
    }

    /// A new, empty namespace: its loopback is down and nothing leads into it.
    public static func make() async throws -> NetworkNamespace {
        try await OwnThread.run {
            guard defib_unshare_network() == 0 else {
                throw SandboxError(
                    "making a network namespace",
                    errno: errno,
                    remedy: "run as root, or let `unshare --user --map-root-user --net` start this process"
                )
            }
            return try current()
        }
    }

    /// Runs `work` on a thread of its own inside this namespace. What `work` opens or starts stays inside.
    public func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await OwnThread.run {
            try self.enter()
            return try work()
        }
    }

    /// Moves the calling thread into this namespace, for good: only for threads that are nobody else's.
    func enter() throws(SandboxError) {
        guard defib_enter_network(descriptor) == 0 else {
            throw SandboxError("entering a network namespace", errno: errno)
        }
    }

    /// A path by which another process of the same user names this namespace, as `ip link … netns PATH` and `nsenter
    /// --net=PATH` take it.
    public var path: String { "/proc/\(getpid())/fd/\(descriptor)" }
}
