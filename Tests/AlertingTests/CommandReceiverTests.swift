import Engine
import Glibc
import Testing

@testable import Alerting

/// A program of the operator's, run for real.
struct CommandReceiverTests {
    /// What a shell script does with a notification. The shell is the test's: nothing of ours reads one.
    private func run(_ script: String, deadline: Int = 5_000) async throws -> DeliveryOutcome {
        let receiver = CommandReceiver(
            name: "script",
            arguments: ["/bin/sh", "-c", script],
            deadline: deadline,
            externalURL: "http://x"
        )
        return await receiver.deliver(try briefed())
    }

    @Test func itGetsTheWebhooksJSONOnItsStandardInput() async throws {
        let file = try TemporaryFile("")
        #expect(try await run("cat > \(file.path)") == .delivered)
        let text = try RunningProgram.output(["cat", file.path])
        #expect(Array(text.utf8) == WebhookPayload(try briefed(), receiver: "script", externalURL: "http://x").json)
    }

    @Test func itsArgumentsAreNotReadByAShell() async throws {
        let file = try TemporaryFile("")
        let words = ["/usr/bin/env", "sh", "-c", "printf %s \"$1\" > \(file.path)", "sh", "$(id) `id` ; id"]
        let receiver = CommandReceiver(name: "c", arguments: words, externalURL: "")
        #expect(await receiver.deliver(try briefed()) == .delivered)
        #expect(try RunningProgram.output(["cat", file.path]) == "$(id) `id` ; id")
    }

    /// Our own may hold secrets.
    @Test func itsEnvironmentIsSmall() async throws {
        setenv("DEFIB_TEST_SECRET", "s3cret", 1)
        let file = try TemporaryFile("")
        #expect(try await run("env > \(file.path)") == .delivered)
        let names = try RunningProgram.output(["cat", file.path]).split(separator: "\n").map { $0.prefix { $0 != "=" } }
        #expect(Set(names).isSubset(of: ["PATH", "LANG", "HOME", "PWD", "OLDPWD", "SHLVL", "_"]), "\(names)")
    }

    @Test(
        arguments: [
            ("exit 0", DeliveryOutcome.delivered),
            ("echo busy >&2; exit 75", .failed("/bin/sh ended with exit code 75: busy", retryAfter: nil)),
            ("echo one >&2; echo two >&2; exit 1", .failed("/bin/sh ended with exit code 1: two", retryAfter: nil)),
            ("exit 64", .refused("/bin/sh refused it for good")), ("exit 78", .refused("/bin/sh refused it for good")),
            ("kill -9 $$", .failed("/bin/sh was ended by signal 9", retryAfter: nil)),
        ] as [(String, DeliveryOutcome)]
    )
    func howItEndsDecides(script: String, outcome: DeliveryOutcome) async throws {
        #expect(try await run(script) == outcome)
    }

    @Test func oneThatIsNotThereIsWorthAnotherAttempt() async throws {
        let receiver = CommandReceiver(name: "c", arguments: ["/nowhere/page-me"], externalURL: "")
        let words = "/nowhere/page-me can't be started: No such file or directory"
        #expect(await receiver.deliver(try briefed()) == .failed(words, retryAfter: nil))
    }

    @Test func oneThatReadsNothingStillDelivers() async throws {
        #expect(try await run("exec <&-; exit 0") == .delivered)
    }

    @Test func oneThatNeverEndsIsKilled() async throws {
        #expect(
            try await run("trap '' TERM; while :; do sleep 1; done", deadline: 300)
                == .failed("/bin/sh did not end within 300 ms and was killed", retryAfter: nil)
        )
    }

    /// It forks, its child keeps its pipes open and stays; neither does the delivery wait nor does the child live on.
    @Test func oneThatForksAndStaysHoldsUpNothing() async throws {
        let file = try TemporaryFile("")
        #expect(try await run("sleep 600 & echo $! > \(file.path); exit 0", deadline: 20_000) == .delivered)
        let text = try RunningProgram.output(["cat", file.path])
        let grandchild = try #require(pid_t(text.filter(\.isNumber)))
        try await wait(for: "the end of what it left behind") { !isRunning(grandchild) }
    }

    /// What was killed and not yet reaped by its new parent runs no longer.
    private func isRunning(_ process: pid_t) -> Bool {
        guard kill(process, 0) == 0, let file = fopen("/proc/\(process)/stat", "r") else { return false }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, Int32(line.count), file) != nil else { return false }
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return !text.contains(") Z ")
    }
}
