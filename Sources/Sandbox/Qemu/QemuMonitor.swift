/// QEMU's monitor: what the hypervisor does to a machine. Each call is a connection of its own.
struct QemuMonitor: Sendable {
    let path: String

    /// Waits for its end, off the cooperative pool.
    @discardableResult
    func execute(_ command: String) async throws -> JSON {
        let path = self.path
        return try await OwnThread.run {
            let socket = try LineSocket(path: path, timeout: .seconds(5))
            _ = try socket.receive()
            _ = try socket.execute("qmp_capabilities")
            return try socket.execute(command)
        }
    }

    /// `running`, `paused`, `shutdown`, …: what the hypervisor believes, which a hung guest does not change.
    func status() async throws -> String {
        try await execute("query-status")["status"]?.string ?? "unknown"
    }
}
