import Glibc

extension NetworkNamespace {
    /// Starts a program inside this namespace, with listeners that may have been opened outside it: they become its
    /// descriptors 3, 4, …, as `LISTEN_FDS` says.
    ///
    /// The program is ended with SIGTERM should this process die first.
    ///
    /// - Parameter errorsTo: a file that takes the program's standard error; nil leaves it ours.
    public func launch(
        _ arguments: [String],
        listeners: [ListeningSocket] = [],
        errorsTo path: String? = nil
    ) async throws -> LaunchedProcess {
        var command = Command(["setpriv", "--pdeathsig", "TERM", "--"] + arguments)
        command.descriptors = listeners.map(\.descriptor)
        command.environment = listeners.isEmpty ? [:] : ["LISTEN_FDS": String(listeners.count)]
        guard let path else { return LaunchedProcess(try await ChildProcess.start(command, in: self)) }
        let errors = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard errors >= 0 else { throw SandboxError("opening \(path)", errno: errno) }
        defer { close(errors) }
        command.error = errors
        return LaunchedProcess(try await ChildProcess.start(command, in: self))
    }
}
