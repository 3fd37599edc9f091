internal import Glibc

/// One run of a program: its input written, the end of what it says to its standard error kept, its whole process group ended with it.
struct ChildProcess: Sendable {
    enum Ending: Sendable {
        case exited(code: Int32, words: String)
        case killed(signal: Int32, words: String)
        case ranTooLong
        case notStarted(String)
    }

    var arguments: [String]
    var input: [UInt8]
    /// Milliseconds from its start.
    var deadline: Int

    /// What a program needs that asks its environment for little; nothing of ours, which may hold secrets.
    private static let environment = [
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "HOME=/",
    ]
    /// Between two looks whether it has ended.
    private static let pause: Int32 = 10
    /// How long it may tidy up after SIGTERM before SIGKILL.
    private static let grace = 500
    private static let wordsKept = 1_000

    /// Blocks until the program has ended or was ended, at the latest a moment after the deadline.
    func run() -> Ending {
        guard let pipes = Pipes() else { return .notStarted(ChildProcess.systemWords(errno)) }
        var process = pid_t()
        let code = spawn(&process, pipes)
        pipes.closeTheirs()
        guard code == 0 else {
            pipes.closeOurs()
            return .notStarted(ChildProcess.systemWords(code))
        }
        var talk = Talk(pipes: pipes, input: input)
        let inTime = wait(for: process, until: Clock.now() + deadline, &talk)
        if !inTime {
            kill(-process, SIGTERM)
            _ = wait(for: process, until: Clock.now() + ChildProcess.grace, &talk)
        }
        // Not reaped yet, so that the group's number is still its own. Whatever it left running goes with it.
        kill(-process, SIGKILL)
        talk.readWhatIsThere()
        pipes.closeOurs()
        return ending(of: process, inTime: inTime, words: talk.lastLine)
    }

    private func ending(of process: pid_t, inTime: Bool, words: String) -> Ending {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        guard inTime else { return .ranTooLong }
        let signal = status & 0x7F
        return signal == 0
            ? .exited(code: status >> 8 & 0xFF, words: words) : .killed(signal: signal, words: words)
    }

    /// True once it has ended, though its pipes may be kept open by what it started. It is left to be reaped.
    private func wait(for process: pid_t, until end: Int, _ talk: inout Talk) -> Bool {
        while true {
            var info = siginfo_t()
            if waitid(P_PID, id_t(process), &info, WEXITED | WNOHANG | WNOWAIT) == 0, info.si_signo == SIGCHLD {
                return true
            }
            guard Clock.now() < end else { return false }
            talk.exchange(waiting: ChildProcess.pause)
        }
    }

    private func spawn(_ process: inout pid_t, _ pipes: Pipes) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, pipes.theirInput, STDIN_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, pipes.theirErrors, STDERR_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // What we ignore or block, SIGPIPE among it, is not the program's business.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))
        let words = arguments.map { strdup($0) }
        let settings = ChildProcess.environment.map { strdup($0) }
        defer { (words + settings).forEach { free($0) } }
        guard let program = arguments.first else { return ENOENT }
        return posix_spawn(&process, program, &actions, &attributes, words + [nil], settings + [nil])
    }

    static func systemWords(_ code: Int32) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { space in
            guard let start = space.baseAddress, strerror_r(code, start, space.count) == 0 else {
                return "error \(code)"
            }
            return String(cString: start)
        }
    }

    /// Milliseconds on a clock that only runs forwards.
    private enum Clock {
        static func now() -> Int {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
        }
    }

    /// What goes to and comes from the program, never waiting for it.
    private struct Talk {
        let pipes: Pipes
        let input: [UInt8]
        private var written = 0
        private var isInputOpen = true
        private var isOutputOpen = true
        private var words: [UInt8] = []

        init(pipes: Pipes, input: [UInt8]) {
            self.pipes = pipes
            self.input = input
        }

        /// Writes and reads what can be, after waiting for at most so many milliseconds.
        mutating func exchange(waiting pause: Int32) {
            var watched = [
                pollfd(fd: isInputOpen ? pipes.ourInput : -1, events: Int16(POLLOUT), revents: 0),
                pollfd(fd: isOutputOpen ? pipes.ourErrors : -1, events: Int16(POLLIN), revents: 0),
            ]
            poll(&watched, nfds_t(watched.count), pause)
            writeSome()
            readWhatIsThere()
        }

        private mutating func writeSome() {
            guard isInputOpen else { return }
            let count = input[written...].withUnsafeBytes { write(pipes.ourInput, $0.baseAddress, $0.count) }
            if count > 0 { written += count }
            let isBroken = count < 0 && errno != EAGAIN && errno != EINTR
            guard written == input.count || isBroken else { return }
            pipes.closeInput()
            isInputOpen = false
        }

        mutating func readWhatIsThere() {
            var buffer = [UInt8](repeating: 0, count: 4_096)
            while isOutputOpen {
                let count = read(pipes.ourErrors, &buffer, buffer.count)
                guard count > 0 else {
                    if count == 0 { isOutputOpen = false }
                    return
                }
                words = (words + buffer[..<count]).suffix(ChildProcess.wordsKept)
            }
        }

        var lastLine: String {
            String(decoding: words, as: UTF8.self).split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
        }
    }
}
