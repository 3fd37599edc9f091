import Glibc

/// Listeners handed over by the process that started this one, by systemd's convention (`sd_listen_fds(3)`): they are
/// the descriptors 3, 4, … and `LISTEN_FDS` counts them.
public enum InheritedListeners {
    static let first: Int32 = 3
    /// More than anybody hands over: a larger count is a mistake, not a plan.
    private static let limit = 64

    /// The listeners meant for this process, in order; empty where none are.
    ///
    /// `LISTEN_PID`, where it is set, must name this process, so that a grandchild does not take what was its parent's.
    /// Take them once: each call adopts the same descriptors.
    ///
    /// - Throws: where the variables are there but make no sense, or a descriptor is no listener.
    public static func take(
        environment: [String: String]? = nil
    ) throws(SandboxError) -> [ListeningSocket] {
        let environment = environment ?? Environment.all()
        let count = try self.count(in: environment, process: getpid())
        var listeners: [ListeningSocket] = []
        for offset in 0..<Int32(count) {
            guard isListening(first + offset) else {
                throw SandboxError(
                    "LISTEN_FDS promises \(count) listeners, but descriptor \(first + offset) is none; unset it"
                )
            }
            listeners.append(try ListeningSocket.adopt(first + offset))
        }
        return listeners
    }

    /// How many listeners `environment` promises the process `process`.
    static func count(in environment: [String: String], process: pid_t) throws(SandboxError) -> Int {
        guard let text = environment["LISTEN_FDS"] else { return 0 }
        if let owner = environment["LISTEN_PID"], owner != String(process) { return 0 }
        guard let count = Int(text), (0...limit).contains(count) else {
            throw SandboxError("LISTEN_FDS=\(text) is not a number from 0 to \(limit); unset it")
        }
        return count
    }

    private static func isListening(_ descriptor: Int32) -> Bool {
        var accepting: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &accepting, &length) == 0 && accepting == 1
    }
}
