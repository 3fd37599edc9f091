import Testing

@Suite("Commands that are not understood")
struct MisuseTests {
    struct Misuse: Sendable, CustomTestStringConvertible {
        var arguments: [String]
        /// Stands in the one line of the error.
        var words: String

        init(_ command: String, _ words: String) {
            arguments = command.split(separator: " ").map(String.init)
            self.words = words
        }

        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let misuses = [
        Misuse("chek", "did you mean 'defib check'?"),
        Misuse("vps lst", "did you mean 'defib vps list'?"),
        Misuse("reboot", "see 'defib --help'"),
        Misuse("check --onlin", "Did you mean '--online'?"),
        Misuse("probe", "<target>"),
        Misuse("probe x --timeout 5", "did you mean '5s'?"),
        Misuse("probe x --timeout 0s", "longer than 0s"),
        Misuse("probe x --count 0", "1 to 100000"),
        Misuse("init", "--token-file"),
        Misuse("init --token-file a --token-env B", "--token-file"),
        Misuse("pause", "--reason"),
        Misuse("power hibernate web-1", "hibernate"),
        Misuse("power reset web-1 --override gracefulFirst", "--reason"),
        Misuse("power reset web-1 --override gracefullFirst --reason x", "did you mean 'gracefulFirst'?"),
        Misuse("power reset web-1 --reason x", "--override"),
        Misuse("close twelve", "twelve"),
        Misuse("run --log-format xml", "xml"),
        Misuse("run --log-level loud", "loud"),
        Misuse("sandbox --fault nonsense", "nonsense"),
        Misuse("sandbox --port 99999", "65535"),
    ]

    @Test("One line names what was not understood and the remedy, and the status is 2", arguments: misuses)
    func oneLine(_ misuse: Misuse) throws {
        let outcome = try Program(folder: Folder()).run(misuse.arguments)
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.hasPrefix("defib: "))
        #expect(outcome.errors.contains(misuse.words))
    }

    @Test("Where no daemon runs, that is found out before anybody is asked")
    func noDaemon() throws {
        let scene = try Scene()
        let outcome = try scene.program.run("power", "reset", "web-1")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("no Defib runs here"))
    }
}
