import Glibc

/// A program to start: its arguments, what it inherits, and what it gets for an environment.
struct Command: Sendable {
    /// The program's name or path, then its arguments.
    var arguments: [String]
    /// Added to this process's own environment.
    var environment: [String: String] = [:]
    /// Descriptors that become the child's 3, 4, … in this order; nothing else above 2 is meant to be inherited.
    var descriptors: [Int32] = []
    /// The child's descriptors 0, 1 and 2; nil leaves it ours.
    var input: Int32?
    var output: Int32?
    var error: Int32?

    init(_ arguments: [String]) {
        self.arguments = arguments
    }

    /// Starts the program in the calling thread's namespaces and returns its process id.
    func spawn() throws(SandboxError) -> pid_t {
        let name = arguments.first ?? ""
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let moved = moveDescriptors(into: &actions)
        defer { for descriptor in moved { close(descriptor) } }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        resetSignals(of: &attributes)
        var pid: pid_t = 0
        let code = CStrings.with(arguments) { argv in
            CStrings.with(self.environmentLines()) { envp in
                posix_spawnp(&pid, name, &actions, &attributes, argv, envp)
            }
        }
        guard code == 0 else {
            throw SandboxError("starting `\(name)`", errno: code, remedy: code == ENOENT ? "install it" : nil)
        }
        return pid
    }

    /// Sources are first lifted above every target, so that no `dup2` overwrites one that is still to be moved.
    private func moveDescriptors(into actions: inout posix_spawn_file_actions_t) -> [Int32] {
        var targets: [(source: Int32, target: Int32)] = []
        for (target, source) in [input, output, error].enumerated() {
            if let source { targets.append((source, Int32(target))) }
        }
        for (offset, source) in descriptors.enumerated() { targets.append((source, 3 + Int32(offset))) }
        return targets.map { source, target in
            let lifted = fcntl(source, F_DUPFD_CLOEXEC, 64 + Int32(targets.count))
            posix_spawn_file_actions_adddup2(&actions, lifted, target)
            return lifted
        }
    }

    /// The child starts with no signal blocked, and takes SIGPIPE and the stop signals as a program expects them.
    private func resetSignals(of attributes: inout posix_spawnattr_t) {
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&defaults, signal) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    }

    /// The environment, with the system's tools on the path of a user who is not root too.
    private func environmentLines() -> [String] {
        var merged = Environment.all()
        merged["PATH"] = (merged["PATH"] ?? "/usr/bin:/bin") + ":/usr/local/sbin:/usr/sbin:/sbin"
        merged.merge(environment) { _, ours in ours }
        return merged.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }
}

/// Arrays of C strings, as `posix_spawn` takes them.
private enum CStrings {
    static func with<Value>(
        _ strings: [String],
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Value
    ) -> Value {
        var pointers = strings.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("an array with a terminator is not empty") }
            return body(base)
        }
    }
}
