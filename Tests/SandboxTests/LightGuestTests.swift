import Testing

@testable import Sandbox

@Suite("A light guest", .enabled(if: TestSandbox.isPossible, "\(TestSandbox.why)"))
struct LightGuestTests {
    @Test("serves, greets and answers echo")
    func healthy() async throws {
        try await TestSandbox.with { (sandbox) async throws in
            let guest = sandbox.first
            try await sandbox.eventuallyShows(.serving, guest)
            let banner = try await sandbox.namespace.run {
                try RawConnection(address: guest.address, port: GuestDescription.sshPort, patience: .seconds(2)).read()
            }
            #expect(String(decoding: banner, as: UTF8.self).hasPrefix("SSH-2.0-"))
        }
    }

    @Test("that hangs softly still connects, reports running, and is cured by a restart")
    func soft() async throws {
        try await TestSandbox.with { (sandbox) async throws in
            let guest = sandbox.first
            _ = try await sandbox.call("POST", "/sandbox/guests/\(guest.name)/hang")
            #expect(try await sandbox.signs(of: guest) == .mute)
            #expect(try await sandbox.call("GET", sandbox.path()).json["powerState"] == "running")
            _ = try await sandbox.power("restart")
            try await sandbox.eventuallyShows(.serving, guest)
        }
    }

    @Test("that hangs half answers echo and nothing of TCP")
    func half() async throws {
        try await TestSandbox.with { (sandbox) async throws in
            let guest = sandbox.first
            _ = try await sandbox.call("POST", "/sandbox/guests/\(guest.id)/hang", body: #"{"kind":"half"}"#)
            #expect(try await sandbox.signs(of: guest) == .echoOnly)
            _ = try await sandbox.call("POST", "/sandbox/guests/\(guest.id)/recover")
            try await sandbox.eventuallyShows(.serving, guest)
        }
    }

    @Test("that hangs hard is silent, ignores a restart that completes, and comes back from a reset")
    func hard() async throws {
        try await TestSandbox.with { (sandbox) async throws in
            let guest = sandbox.first
            _ = try await sandbox.call("POST", "/sandbox/guests/\(guest.id)/panic")
            #expect(try await sandbox.signs(of: guest) == .gone)
            #expect(try await sandbox.power("restart")["isCompleted"] == true)
            #expect(try await sandbox.call("GET", sandbox.path()).json["powerState"] == "running")
            #expect(try await sandbox.signs(of: guest) == .gone)
            _ = try await sandbox.power("reset")
            try await sandbox.eventuallyShows(.serving, guest)
        }
    }

    @Test("whose illness no action cures stays silent after a reset")
    func incurable() async throws {
        try await TestSandbox.with { (sandbox) async throws in
            let guest = sandbox.first
            let body = #"{"kind":"hard","curedBy":"nothing"}"#
            _ = try await sandbox.call("POST", "/sandbox/guests/\(guest.id)/hang", body: body)
            _ = try await sandbox.power("reset")
            _ = try await eventually("it is up again") {
                let guests = try await sandbox.call("GET", "/sandbox/guests").json["guests"]
                return guests?.array?.first?["phase"] == "hung" ? true : nil
            }
            #expect(try await sandbox.signs(of: guest) == .gone)
        }
    }

    @Test("in a crash loop comes and goes")
    func crashLoop() async throws {
        var options = SandboxOptions.quick()
        options.bootTime = .seconds(2)
        options.crashAfter = .seconds(1)
        try await TestSandbox.with(options) { (sandbox) async throws in
            let guest = sandbox.first
            _ = try await sandbox.call("POST", "/sandbox/guests/\(guest.id)/crash-loop")
            for _ in 0..<2 {
                try await sandbox.eventuallyShows(.gone, guest)
                try await sandbox.eventuallyShows(.serving, guest)
            }
        }
    }

    @Test("goes down and up by the power actions, and the API says so")
    func power() async throws {
        try await TestSandbox.with { (sandbox) async throws in
            let guest = sandbox.first
            #expect(try await sandbox.call("POST", sandbox.path("/actions/start")).status == 409)
            for verb in ["stop", "shutdown"] {
                _ = try await sandbox.power(verb)
                try await sandbox.eventuallyShows(.gone, guest)
                let status = try await sandbox.call("GET", sandbox.path("/status")).json
                #expect(status["powerState"] == "stopped" && status["uptimeSeconds"] == .null)
                #expect(try await sandbox.call("POST", sandbox.path("/actions/reset")).status == 409)
                _ = try await sandbox.power("start")
                try await sandbox.eventuallyShows(.serving, guest)
            }
        }
    }

    @Test("that boots slowly is silent for as long as it was told")
    func slowBoot() async throws {
        try await TestSandbox.with { (sandbox) async throws in
            let guest = sandbox.first
            let body = #"{"milliseconds":3600000}"#
            _ = try await sandbox.call("POST", "/sandbox/guests/\(guest.id)/boot-time", body: body)
            _ = try await sandbox.power("reset")
            #expect(try await sandbox.signs(of: guest) == .gone)
            _ = try await sandbox.call("POST", "/sandbox/guests/\(guest.id)/recover")
            try await sandbox.eventuallyShows(.serving, guest)
        }
    }

    @Test("dies alone: its neighbour goes on")
    func neighbours() async throws {
        try await TestSandbox.with(.quick(guests: 2)) { (sandbox) async throws in
            _ = try await sandbox.call("POST", "/sandbox/guests/light-2/panic")
            #expect(try await sandbox.signs(of: sandbox.ready.guests[0]) == .serving)
            #expect(try await sandbox.signs(of: sandbox.ready.guests[1]) == .gone)
        }
    }
}
