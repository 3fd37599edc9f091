import Glibc
import Synchronization

/// A process of ours: started, watched and reaped by one thread that lives as long as it does.
///
/// That thread matters. A child that asked for a signal at its parent's death (`setpriv --pdeathsig`) gets it when the
/// *thread* ends that started it; so a QEMU started here dies with the sandbox even where the sandbox is killed with -9,
/// and never a moment sooner.
final class ChildProcess: Sendable {
    /// How a process ended.
    enum Ending: Hashable, Sendable {
        case exited(Int32)
        case killed(signal: Int32)

        /// As a shell tells it: 128 + n where signal n ended the process.
        var shellCode: Int32 {
            switch self {
            case .exited(let code): code
            case .killed(let signal): 128 + signal
            }
        }
    }

    private struct State {
        var ending: Ending?
        var waiters: [CheckedContinuation<Ending, Never>] = []
    }

    let pid: pid_t
    private let state = Mutex(State())

    private init(pid: pid_t) {
        self.pid = pid
    }

    /// Starts `command`, inside `namespace` where one is given.
    static func start(_ command: Command, in namespace: NetworkNamespace? = nil) async throws -> ChildProcess {
        try await withCheckedThrowingContinuation { continuation in
            let failure = OwnThread.start {
                do {
                    try namespace?.enter()
                    let child = ChildProcess(pid: try command.spawn())
                    continuation.resume(returning: child)
                    child.reap()
                } catch {
                    continuation.resume(throwing: error)
                }
            }
            if let failure { continuation.resume(throwing: failure) }
        }
    }

    /// Waits for the end of the process.
    func ending() async -> Ending {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state -> Ending? in
                if state.ending == nil { state.waiters.append(continuation) }
                return state.ending
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    var hasEnded: Bool { state.withLock { $0.ending != nil } }

    /// Sends `signal`, unless the process has ended: its number may be another's by then.
    func signal(_ signal: Int32) {
        state.withLock { state in
            guard state.ending == nil else { return }
            kill(pid, signal)
        }
    }

    /// Waits without reaping first, so that `signal` never meets a number that is free again.
    private func reap() {
        var information = siginfo_t()
        while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        let waiters = state.withLock { state in
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            let signal = status & 0x7F
            state.ending = signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
            defer { state.waiters = [] }
            return (state.waiters, state.ending)
        }
        guard let ending = waiters.1 else { return }
        for waiter in waiters.0 { waiter.resume(returning: ending) }
    }
}
