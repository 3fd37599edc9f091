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

    /// The orderly end; returns the exit code.
    func terminate() async -> Int32? {
        await end(by: SIGTERM)
    }

    func send(_ signal: Int32) {
        process.withLock { $0 }?.send(signal)
    }

    /// Whatever state it is in, it is gone afterwards.
    func clear() async {
        guard let running = process.withLock({ $0 }) else { return }
        await withTaskGroup { group in
            group.addTask {
                running.send(SIGTERM)
                // Not cut short by a test that was cancelled, and ended with the process.
                try? await Task.sleep(for: .seconds(20))
                running.send(SIGKILL)
            }
            _ = await running.exitCode()
            group.cancelAll()
        }
        process.withLock { $0 = nil }
    }

    private func end(by signal: Int32) async -> Int32? {
        guard let running = process.withLock({ $0 }) else { return nil }
        running.send(signal)
        let code = await running.exitCode()
        process.withLock { $0 = nil }
        return code
    }
}
