import FoundationEssentials
import Testing

@Suite("test")
struct RuleTestTests {
    private static let rules = """
        rules:
          - name: ping-lost
            when: icmp.down and platform.running
            for: 1m
            ladder:
              - {action: restart, wait: 2m}
              - {action: page}
            recovery: {when: icmp.up, for: 30s}
        """

    private static func test(_ name: String, expecting expectation: String) -> String {
        """
        tests:
          - name: \(name)
            targets: [{name: host-1, probes: {icmp: up for 1m down}}]
            expect: \(expectation)
        """
    }

    /// A folder with rules and tests of them.
    private func scene(_ files: [String: String]) throws -> Program {
        let folder = try Folder()
        for (name, text) in files { try folder.write(text, to: "rules/" + name) }
        return Program(folder: folder)
    }

    @Test("Without a name it runs every test in the folder rules, and says so in a line each")
    func passing() throws {
        let program = try scene([
            "ping.yml": Self.rules,
            "ping.test.yml": Self.test("it is restarted", expecting: "[{action: restart, at: 2m..2m10s}]"),
        ])
        let outcome = try program.run("test")
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        #expect(outcome.words == "rules/ping.test.yml ✓ it is restarted 1 test: 1 passed")
    }

    @Test("A test that fails shows what happened instead, in its place")
    func failing() throws {
        let program = try scene([
            "ping.yml": Self.rules, "ping.test.yml": Self.test("it is left alone", expecting: "[]"),
        ])
        let outcome = try program.run("test", "rules")
        #expect(outcome.status == 1)
        #expect(outcome.words.contains("✗ it is left alone line 2 unexpected at 2m2s, host-1: restart"))
        #expect(outcome.words.contains("+ 2m2s host-1 restart"))
        #expect(outcome.words.contains("1 test: 0 passed, 1 failed"))
    }

    @Test("A file with mistakes is told of with every one, and the others run all the same")
    func mistakes() throws {
        let program = try scene([
            "ping.yml": Self.rules, "ping.test.yml": Self.test("fine", expecting: "[{action: restart}]"),
            "other.test.yml": "rule_files: [ping.yml]\n"
                + Self.test("bad", expecting: "[{refused: restart, gate: stom}]"),
        ])
        let outcome = try program.run("test", "rules/*.test.yml")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("rules/other.test.yml:5:39: error: 'gate' in"))
        #expect(outcome.errors.contains("did you mean 'storm'?"))
        #expect(outcome.words.contains("1 test: 1 passed, 1 file with errors"))
    }

    @Test("Tests are chosen by their names")
    func chosen() throws {
        let program = try scene(["ping.yml": Self.rules, "ping.test.yml": Self.test("a", expecting: "[]")])
        let none = try program.run("test", "--run", "^b")
        #expect(none.status == 2)
        #expect(none.errors.contains("no test's name matches '^b'"))
        #expect(try program.run("test", "--run", "(").status == 2)
        #expect(try program.run("test", "--run", "a").status == 1)
    }

    @Test("As JSON, each test has its timeline")
    func json() throws {
        struct Report: Decodable {
            struct File: Decodable { var tests: [Case] }
            struct Case: Decodable {
                var name: String
                var passed: Bool
                var timeline: [Entry]
            }
            struct Entry: Decodable {
                var at: Double?
                var mark: String
                var text: String
            }
            var passed: Int
            var files: [File]
        }
        let program = try scene([
            "ping.yml": Self.rules, "ping.test.yml": Self.test("a", expecting: "[{action: restart}]"),
        ])
        let outcome = try program.run("test", "--json")
        let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
        #expect(report.passed == 1)
        let entries = try #require(report.files.first?.tests.first).timeline
        #expect(entries.contains { $0.mark == "expected" && $0.text == "restart" && $0.at == 122.05 })
    }

    @Test("What is not there is told of")
    func missing() throws {
        let program = try scene([:])
        let nothing = try program.run("test")
        #expect(nothing.status == 2)
        #expect(nothing.errors.contains("no rule tests at rules"))
        let file = try program.run("test", "gone.test.yml")
        #expect(file.status == 1)
        #expect(file.errors.contains("gone.test.yml:1:1: error: can't read the file: no such file"))
    }
}
