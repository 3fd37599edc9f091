import Glibc
import Testing

@Suite("A full disk", .needsRoot)
struct FullDiskTests {
    @Test("stops every action and nothing else; once there is room again, the guest is brought back")
    func fullness() async throws {
        // In a mount namespace of Defib's own, so that nothing stays mounted whatever becomes of the test.
        let mount = #"mkdir -p "$0" && mount -t tmpfs -o size=2m,mode=700 tmpfs "$0" && exec "$@""#
        let wrapping = { @Sendable (folder: Folder) in
            ["unshare", "--mount", "--", "sh", "-c", mount, folder.file("data")]
        }
        try await Theatre.open(Scene(), wrapping: wrapping) { theatre in
            try await theatre.start()
            try await theatre.allIsWell()
            try theatre.fillDisk()
            _ = try await eventually("it notices") {
                (await theatre.client.metric("defib_journal_healthy") == 0).ifTrue
            }

            let patient = theatre.guests[0]
            try await theatre.sandbox.hang(patient, "hard")
            _ = try await eventually("it sees the guest down") {
                await theatre.client.targets().contains { $0.state != "up" }.ifTrue
            }
            try await Task.sleep(for: .seconds(8))
            #expect(try await theatre.sandbox.powerActions().isEmpty)
            #expect(try await theatre.isAliveAndProbing())
            #expect(await theatre.client.metric("defib_self_healthy") == 0)

            try theatre.freeDisk()
            _ = try await eventually("it writes again") {
                (await theatre.client.metric("defib_journal_healthy") == 1).ifTrue
            }
            try await theatre.incident(of: patient, reaches: "recovered")
            #expect(try await theatre.sandbox.powerActions().map(\.verb) == ["restart", "reset"])
        }
    }
}

extension Theatre {
    /// The file that takes all the room, as this process reaches it in Defib's mount namespace.
    private var ballast: String { "/proc/\(defib.pid)/root\(folder.file("data"))/ballast" }

    fileprivate func fillDisk() throws {
        let descriptor = Glibc.open(ballast, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Mishap("creating \(ballast): errno \(errno)") }
        defer { close(descriptor) }
        let page = [UInt8](repeating: 0, count: 4096)
        while write(descriptor, page, page.count) > 0 {}
        guard errno == ENOSPC else { throw Mishap("filling \(ballast): errno \(errno)") }
    }

    fileprivate func freeDisk() throws {
        guard unlink(ballast) == 0 else { throw Mishap("removing \(ballast): errno \(errno)") }
    }
}
