import Testing

@Suite("Help")
struct HelpTests {
    static let commands = [
        "init", "check", "test", "probe", "vps", "vps list", "vps show", "vps status", "vps gates", "run", "status",
        "explain",
        "replay", "audit", "pause", "resume", "power", "close", "silence", "silence add", "silence list", "silence end",
        "unlatch", "notify", "notify test", "rules", "rules list", "rules judge", "rules trust", "sandbox", "demo",
    ]

    @Test("Every command teaches by example", arguments: commands)
    func examples(_ command: String) throws {
        let words = command.split(separator: " ").map(String.init)
        let outcome = try Program(folder: Folder()).run(words + ["--help"])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        let examples = outcome.output.split(separator: "\n").filter {
            $0.hasPrefix("  ") && $0.contains("defib \(words[0])")
        }
        #expect(examples.count >= 2)
    }

    @Test("The root lists every command, and so do its own examples")
    func root() throws {
        let outcome = try Program(folder: Folder()).run()
        #expect(outcome.status == 0)
        for command in Self.commands where !command.contains(" ") {
            #expect(outcome.output.contains("\n  \(command) "), "\(command) is not listed")
        }
    }

    @Test("The version is one line")
    func version() throws {
        let outcome = try Program(folder: Folder()).run("--version")
        #expect(outcome.status == 0)
        #expect(outcome.output.split(separator: "\n").count == 1)
        #expect(outcome.output.first?.isNumber ?? false)
    }
}
