import Glibc

/// Starts a program inside a fresh network namespace, with listeners that were opened outside it.
///
/// A socket keeps the namespace it was opened in: what the program serves on such a listener answers in the user's own
/// browser, while everything else it opens stays private.
public struct NamespaceLauncher: Sendable {
    /// The program's path, then its arguments.
    public var arguments: [String]
    /// Become the program's descriptors 3, 4, … in this order.
    public var listeners: [ListeningSocket]
    /// Added to this process's own environment.
    public var environment: [String: String]

    public init(
        arguments: [String],
        listeners: [ListeningSocket] = [],
        environment: [String: String] = [:]
    ) {
        self.arguments = arguments
        self.listeners = listeners
        self.environment = environment
    }

    /// Starts the program. It is ended with SIGTERM should this process die first.
    public func launch() async throws -> LaunchedProcess {
        var command = Command(wrapped(isRoot: geteuid() == 0))
        command.descriptors = listeners.map(\.descriptor)
        command.environment = environment
        return LaunchedProcess(try await ChildProcess.start(command))
    }

    /// The program behind what leads it into its namespace. The shell is there for `LISTEN_PID` alone: only the process
    /// itself knows the number it will have, and `exec` keeps it.
    func wrapped(isRoot: Bool) -> [String] {
        let unshare = isRoot ? ["unshare", "--net"] : ["unshare", "--user", "--map-root-user", "--net"]
        let shell = ["sh", "-c", #"LISTEN_FDS=\#(listeners.count) LISTEN_PID=$$ exec "$@""#, "sh"]
        return unshare + ["--", "setpriv", "--pdeathsig", "TERM", "--"] + shell + arguments
    }
}

/// A program that `NamespaceLauncher` started.
public struct LaunchedProcess: Sendable {
    private let child: ChildProcess

    init(_ child: ChildProcess) {
        self.child = child
    }

    public var pid: Int32 { child.pid }

    /// Waits for the program's end and says how it ended, as a shell does: its exit code, or 128 + n where signal n
    /// ended it.
    public func exitCode() async -> Int32 {
        await child.ending().shellCode
    }

    /// Sends `signal`, as long as the program lives.
    public func send(_ signal: Int32) {
        child.signal(signal)
    }
}
