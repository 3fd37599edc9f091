import Glibc
import Testing

@testable import Sandbox

extension Tag {
    /// Needs root, QEMU, and Debian's archive or a filled cache.
    @Tag static var qemu: Self
}

/// Whether a real guest can be tried here, and what to say where it can't.
enum RealGuests {
    static let arePossible = TestSandbox.isPossible && access("/usr/bin/\(QemuOptions().program)", X_OK) == 0
    static let why: String = "NO REAL GUEST WAS TESTED: needs root, and qemu-system-x86 (packaging/apt-packages)"
}

@Suite("A real guest", .tags(.qemu), .enabled(if: RealGuests.arePossible, "\(RealGuests.why)"))
struct QemuGuestTests {
    @Test("panics for good, while QEMU says it runs; ACPI is ignored, a reset brings it back", .timeLimit(.minutes(2)))
    func story() async throws {
        var options = SandboxOptions.quick(guests: 0)
        options.qemuGuests = 1
        try await TestSandbox.with(options) { (sandbox) async throws in
            let guest = sandbox.first
            try await sandbox.eventuallyShows(.serving, guest, within: .seconds(60))
            try await Self.expectAgent(of: sandbox)

            _ = try await sandbox.call("POST", "/sandbox/guests/\(guest.name)/panic")
            try await sandbox.eventuallyShows(.gone, guest)
            #expect(try await sandbox.call("GET", sandbox.path("/status")).json["powerState"] == "running")
            #expect(try await sandbox.call("GET", sandbox.path("/agent/exec")).json["available"] == false)

            #expect(try await sandbox.power("restart")["isCompleted"] == true)
            try await Task.sleep(for: .seconds(2))
            #expect(try await sandbox.signs(of: guest) == .gone)
            #expect(try await sandbox.call("GET", sandbox.path("/status")).json["powerState"] == "running")

            _ = try await sandbox.power("reset")
            try await sandbox.eventuallyShows(.serving, guest, within: .seconds(60))
        }
    }

    @Test("goes down and up again in an orderly way", .timeLimit(.minutes(2)))
    func graceful() async throws {
        var options = SandboxOptions.quick(guests: 0)
        options.qemuGuests = 1
        try await TestSandbox.with(options) { (sandbox) async throws in
            let guest = sandbox.first
            let identity = "cat /proc/sys/kernel/random/boot_id"
            try await sandbox.eventuallyShows(.serving, guest, within: .seconds(60))
            let before = try await Self.output(of: identity, in: sandbox)
            _ = try await sandbox.call("POST", "/sandbox/guests/\(guest.name)/hang", body: #"{"kind":"soft"}"#)
            try await sandbox.eventuallyShows(.mute, guest)
            _ = try await sandbox.power("restart")
            try await sandbox.eventuallyShows(.serving, guest, within: .seconds(60))
            #expect(try await Self.output(of: identity, in: sandbox) != before)
            _ = try await sandbox.power("shutdown")
            _ = try await eventually("it is off") {
                try await sandbox.call("GET", sandbox.path()).json["powerState"] == "stopped" ? true : nil
            }
            _ = try await sandbox.power("start")
            try await sandbox.eventuallyShows(.serving, guest, within: .seconds(60))
        }
    }

    private static func expectAgent(of sandbox: TestSandbox) async throws {
        let words = try await output(of: "uname -s; exit 3", in: sandbox, exitCode: 3)
        #expect(words == "Linux\n")
    }

    /// Runs `command` through the API's agent exec, once the agent is up.
    private static func output(of command: String, in sandbox: TestSandbox, exitCode: Int = 0) async throws -> String {
        let path = sandbox.path("/agent/exec")
        _ = try await eventually("the agent answers") {
            try await sandbox.call("GET", path).json["available"] == true ? true : nil
        }
        let started = try await sandbox.call("POST", path, body: #"{"command":"\#(command)"}"#)
        let url = started.json["pollUrl"]?.string ?? ""
        let result = try await eventually("the command exits") {
            let result = try await sandbox.call("GET", url).json
            return result["exited"] == true ? result : nil
        }
        #expect(result["exitCode"]?.int == exitCode)
        return result["stdout"]?.string ?? ""
    }
}
