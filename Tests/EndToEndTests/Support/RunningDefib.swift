import Glibc
import Sandbox
import Synchronization

/// A real `defib run` inside the guests' namespace, on a web listener that was opened outside it; it can be killed and
/// started anew.
final class RunningDefib: Sendable {
    private let namespace: NetworkNamespace
    private let web: ListeningSocket
    private let folder: Folder
    /// What the program is started through; its own number must stay the process's.
    private let wrapping: [String]
    private let process = Mutex<LaunchedProcess?>(nil)

    init(in namespace: NetworkNamespace, web: ListeningSocket, folder: Folder, wrapping: [String] = []) {
        self.namespace = namespace
        self.web = web
        self.folder = folder
        self.wrapping = wrapping
    }

    /// Everything that was written to standard error, over all lives.
    var log: String { folder.text(of: RunningDefib.logName) }
    /// 0 while it does not run.
    var pid: Int32 { process.withLock { $0?.pid } ?? 0 }

    static let logName = "defib.log"

    func start() async throws {
        let launched = try await namespace.launch(
            wrapping + [Program.path, "run", "--config", folder.file("defib.yml"), "--log-level", "trace"],
            listeners: [web],
            errorsTo: folder.file(RunningDefib.logName)
        )
        process.withLock { $0 = launched }
    }

    /// The end that leaves no time for anything.
    func kill() async {
        _ = await end(by: SIGKILL)
    }

    /// The orderly end, for which it has time enough; returns the exit code, 128 + 9 where it took longer.
    func terminate() async -> Int32? {
        await end(by: SIGTERM)
    }

    func send(_ signal: Int32) {
        process.withLock { $0 }?.send(signal)
    }

    /// Whatever state it is in, it is gone afterwards.
    func clear() async {
        _ = await end(by: SIGTERM)
    }

    private func end(by signal: Int32) async -> Int32? {
        guard let running = process.withLock({ $0 }) else { return nil }
        let code = await withTaskGroup(of: Void.self) { group in
            group.addTask {
                running.send(signal)
                // Cut short by the end that it waits for; a process that has ended is sent nothing.
                try? await Task.sleep(for: RunningDefib.longestEnd)
                running.send(SIGKILL)
            }
            let code = await running.exitCode()
            group.cancelAll()
            return code
        }
        process.withLock { $0 = nil }
        return code
    }

    /// More than the daemon takes for itself, on a machine that is busy with others.
    private static let longestEnd = Duration.seconds(30)
}
