import Glibc
import Testing

@testable import Sandbox

@Suite("Listeners handed over")
struct NamespaceLauncherTests {
    @Test("are counted as systemd counts them")
    func counting() throws {
        #expect(try InheritedListeners.count(in: [:], process: 7) == 0)
        #expect(try InheritedListeners.count(in: ["LISTEN_FDS": "2"], process: 7) == 2)
        #expect(try InheritedListeners.count(in: ["LISTEN_FDS": "2", "LISTEN_PID": "7"], process: 7) == 2)
        #expect(try InheritedListeners.count(in: ["LISTEN_FDS": "2", "LISTEN_PID": "8"], process: 7) == 0)
        for bad in ["", "x", "-1", "1000"] {
            #expect(throws: SandboxError.self) { try InheritedListeners.count(in: ["LISTEN_FDS": bad], process: 7) }
        }
    }

    @Test("say which port is taken")
    func portInUse() throws {
        let listener = try ListeningSocket.open(port: 0)
        let error = #expect(throws: SandboxError.self) { try ListeningSocket.open(port: listener.port) }
        #expect(error?.description.contains("127.0.0.1:\(listener.port)") == true)
    }

    @Test("make a user namespace where there is no root")
    func arguments() {
        let launcher = NamespaceLauncher(arguments: ["/bin/true"])
        #expect(launcher.wrapped(isRoot: true).starts(with: ["unshare", "--net", "--"]))
        #expect(launcher.wrapped(isRoot: false).contains("--map-root-user"))
    }

    @Test(
        "answer outside while their program lives in a namespace of its own",
        .enabled(if: TestSandbox.isPossible, "\(TestSandbox.why)")
    )
    func handOver() async throws {
        let listeners = [try ListeningSocket.open(port: 0), try ListeningSocket.open(port: 0)]
        let program = """
            use Socket;
            die unless $ENV{LISTEN_FDS} == 2 and $ENV{LISTEN_PID} == $$;
            open(my $listener, "+<&=", 4) or die;
            accept(my $caller, $listener) or die;
            syswrite $caller, readlink "/proc/self/ns/net";
            exit 7;
            """
        let launched = try await NamespaceLauncher(arguments: ["perl", "-e", program], listeners: listeners).launch()
        let port = listeners[1].port
        let inside = try await OwnThread.run {
            try RawConnection(address: "127.0.0.1", port: port, patience: .seconds(10)).readToEnd()
        }
        let outside = try await OwnThread.run { try Tool.run(["readlink", "/proc/self/ns/net"]) }
        #expect(!inside.isEmpty && !outside.starts(with: inside))
        #expect(await launched.exitCode() == 7)
    }

    @Test("are served beside the same port inside", .enabled(if: TestSandbox.isPossible, "\(TestSandbox.why)"))
    func bothSides() async throws {
        var options = SandboxOptions.quick()
        let listener = try ListeningSocket.open(port: 0)
        options.listener = listener
        let port = listener.port
        try await TestSandbox.with(options) { (sandbox) async throws in
            #expect(sandbox.ready.origin == "http://127.0.0.1:\(port)")
            #expect(try await sandbox.call("GET", "/sandbox/guests").status == 200)
            let outside = try await OwnThread.run { try RawHTTP.exchange("GET", "/sandbox/guests", port: port) }
            #expect(outside.json["guests"]?.array?.count == 1)
        }
    }
}
