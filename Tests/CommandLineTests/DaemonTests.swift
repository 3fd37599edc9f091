import FoundationEssentials
import Glibc
import Testing

/// The running daemon, as its operator meets it.
@Suite("run, status, pause, resume, power")
struct DaemonTests {
    private struct Picture: Decodable {
        struct Status: Decodable {
            struct Pause: Decodable { var reason: String }
            var mode: String
            var pause: Pause?
        }
        struct Target: Decodable {
            var name: String
            var state: String
        }
        var status: Status
        var targets: [Target]
    }

    private func picture(_ scene: Scene) throws -> Picture? {
        let outcome = try scene.program.run("status", "--json")
        guard outcome.status == 0 else { return nil }
        return try JSONDecoder().decode(Picture.self, from: Data(outcome.output.utf8))
    }

    @Test("It watches, is paused and resumed, refuses a beating heart a reset, and ends cleanly when told to")
    func life() throws {
        let scene = try Scene()
        let daemon = try scene.program.start(["run", "--log-format", "json", "--log-level", "debug"])
        try eventually("the target is up") { try picture(scene)?.targets.first?.state == "up" }
        #expect(try picture(scene)?.status.mode == "observe")

        #expect(try scene.program.run("pause", "--reason", "a drill").status == 0)
        #expect(try picture(scene)?.status.pause?.reason == "a drill")
        #expect(try scene.program.run("status").output.contains("a drill"))
        #expect(try scene.program.run("resume").status == 0)
        #expect(try picture(scene)?.status.pause == nil)

        let unanswered = try scene.program.run("power", "reset", "web-1")
        #expect(unanswered.status == 2)
        #expect(unanswered.errors == "defib: nobody is there to be asked back; give --yes\n")
        let refused = try scene.program.run("power", "reset", "web-1", "--yes")
        #expect(refused.status == 1)
        #expect(refused.words.contains("✗ armed"))
        #expect(refused.words.contains("Nothing was sent."))
        #expect(scene.api.requests.allSatisfy { !$0.hasPrefix("POST ") })

        let second = try scene.program.run("run")
        #expect(second.status == 1)
        #expect(second.errors.contains("in use by another Defib"))

        let history = try scene.program.run("explain", "web-1")
        #expect(history.status == 0)
        #expect(history.words.contains("has had no incident"))
        #expect(history.words.contains("REFUSE"))

        daemon.signal(SIGTERM)
        #expect(try daemon.wait(seconds: 30) == 0)
        let log = try daemon.errors()
        #expect(!log.contains(Scene.token))
        for line in log.split(separator: "\n") {
            _ = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
        }
        #expect(try scene.program.run("status").errors.contains("no Defib runs here"))
    }

    private struct Line: Decodable {
        var time: String
        var level: String
        var message: String
    }

    @Test("Without a daemon, pause leaves a file and resume takes it away")
    func pauseFile() throws {
        let scene = try Scene()
        mkdir("\(scene.folder.path)/data", 0o700)
        let paused = try scene.program.run("pause", "--reason", "rack move")
        #expect(paused.status == 0)
        #expect(paused.words.contains("PAUSED"))
        #expect(try scene.folder.read("data/PAUSED").hasSuffix(": rack move\n"))
        #expect(try scene.program.run("resume").status == 0)
        #expect(!scene.folder.has("data/PAUSED"))
        #expect(try scene.program.run("resume").output.contains("nothing was paused"))
    }

    @Test("A pause that can't be left anywhere is an error, not a promise")
    func nowhere() throws {
        let outcome = try Scene().program.run("pause", "--reason", "x")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("PAUSED can't be written"))
    }

    @Test("The key is in neither the daemon's arguments nor its environment's view of them")
    func commandLine() throws {
        let scene = try Scene()
        let daemon = try scene.program.start(["run"])
        try eventually("it answers") { try picture(scene) != nil }
        #expect(!(try Folder.read("/proc/\(daemon.pid)/cmdline").contains(Scene.token)))
        daemon.signal(SIGINT)
        #expect(try daemon.wait(seconds: 30) == 0)
    }
}
