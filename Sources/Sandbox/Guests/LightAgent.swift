/// A light guest's agent: it knows a handful of harmless commands and runs none of them, for what it ran would run on
/// the machine of whoever tries the sandbox.
struct LightAgent: Sendable {
    private var finished: [Int: ExecResult] = [:]
    private var nextProcess = 150_476
    /// Results that nobody fetches are forgotten, the oldest first.
    private static let limit = 256

    mutating func execute(_ command: String, boot: Int, guest: GuestDescription) -> Int {
        defer { nextProcess += 1 }
        finished[nextProcess] = outcome(of: command, boot: boot, guest: guest)
        finished[nextProcess - Self.limit] = nil
        return nextProcess
    }

    mutating func result(of process: Int) -> ExecResult? {
        finished.removeValue(forKey: process)
    }

    private func outcome(of command: String, boot: Int, guest: GuestDescription) -> ExecResult {
        switch command {
        case "true", ":": ExecResult(exited: true, exitCode: 0)
        case "false": ExecResult(exited: true, exitCode: 1)
        case "hostname": ExecResult(exited: true, exitCode: 0, output: guest.name + "\n")
        case "cat /proc/sys/kernel/random/boot_id":
            ExecResult(exited: true, exitCode: 0, output: bootIdentity(boot, of: guest) + "\n")
        case _ where command.hasPrefix("echo "):
            ExecResult(exited: true, exitCode: 0, output: command.dropFirst(5) + "\n")
        default: ExecResult(exited: true, exitCode: 127, errors: "sh: \(command): not found\n")
        }
    }

    /// Shaped like the kernel's: another for each boot and each guest.
    private func bootIdentity(_ boot: Int, of guest: GuestDescription) -> String {
        let tail = String(guest.vmid * 1_000_000 + boot)
        return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - tail.count) + tail
    }
}
