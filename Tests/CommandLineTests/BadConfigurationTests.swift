import Glibc
import Testing

/// Faults of a configuration, as `check` and `run` meet them: nothing is read further, and nothing is written.
@Suite("Bad configurations")
struct BadConfigurationTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var old: String
        var new: String
        /// Stand in the error's line.
        var words: [String]

        init(_ name: String, _ old: String, _ new: String, _ words: String...) {
            testDescription = name
            self.old = old
            self.new = new
            self.words = words
        }
    }

    static let faults = [
        Fault("unknown key", "interval: 10s, timeout: 3s", "intervall: 10s, timeout: 3s", "did you mean 'interval'?"),
        Fault("bad unit", "timeout: 3s", "timeout: 3 seconds", "did you mean '3s'?"),
        Fault("timeout not below interval", "timeout: 3s", "timeout: 10s", "timeout", "interval"),
        Fault("an id with a slash", Scene.vps, "vps_1/../2", "without a path"),
        Fault("plain http to another machine", "127.0.0.1:", "192.0.2.1:", "https"),
        Fault("a token in the YAML", "token_file: token", "token: \(Scene.token)", "token_file"),
        Fault("no credential", ", token_file: token", "", "credential"),
    ]

    @Test("check names file, line, column and remedy", arguments: faults)
    func checked(_ fault: Fault) throws {
        let scene = try Scene()
        try scene.configure([(fault.old, fault.new)])
        let outcome = try scene.program.run("check")
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        let errors = outcome.errorLines.filter { $0.contains(": error: ") }
        #expect(
            errors.contains { line in line.hasPrefix("./defib.yml:") && fault.words.allSatisfy { line.contains($0) } }
        )
        #expect(!outcome.errors.contains(Scene.token))
        #expect(scene.api.requests.isEmpty)
    }

    @Test("run refuses it the same way, and makes nothing", arguments: faults)
    func refused(_ fault: Fault) throws {
        let scene = try Scene()
        try scene.configure([(fault.old, fault.new)])
        let outcome = try scene.program.run("run")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains(": error: "))
        #expect(!outcome.errors.contains(Scene.token))
        #expect(!scene.folder.has("data"))
        #expect(scene.api.requests.isEmpty)
    }

    @Test("A rule that names a probe the target lacks, and an unknown action, are told at their own places")
    func rules() throws {
        let scene = try Scene()
        try scene.folder.write(
            Scene.rules.replacing("tcp.down", with: "ssh.down").replacing("action: reset", with: "action: zap"),
            to: "rules.yml"
        )
        let outcome = try scene.program.run("check")
        #expect(outcome.status == 1)
        let errors = outcome.errorLines.filter { $0.contains(": error: ") }
        #expect(errors.allSatisfy { $0.hasPrefix("rules.yml:") || $0.hasPrefix("./rules.yml:") })
        #expect(
            errors.contains { $0.contains("'ssh'") && $0.contains("web-1") } || errors.contains { $0.contains("zap") }
        )
    }

    @Test("Two targets of one name are an error at the second")
    func duplicates() throws {
        let scene = try Scene()
        let text = try scene.folder.read("defib.yml")
        try scene.folder.write(text + "  - {vps: vps_2, name: web-1, probes: {}}\n", to: "defib.yml")
        let outcome = try scene.program.run("check")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("web-1' stands in line"))
    }

    @Test("No configuration at all is one line that names the ways out")
    func missing() throws {
        for arguments in [["check"], ["run"], ["status"], ["vps", "list"], ["check", "--config", "other.yml"]] {
            let outcome = try Program(folder: Folder()).run(arguments)
            #expect(outcome.status == 1)
            #expect(outcome.errorLines.count == 1)
            #expect(outcome.errors.contains("defib init"))
        }
    }
}
