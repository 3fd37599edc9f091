import Configuration
import Engine
import Simulation
import Testing

/// Every `Bad/<name>.test.yml` must be refused with exactly what `Bad/<name>.expected` says, every test of `Good/<name>.test.yml`
/// must pass, and every test of `Golden/<name>.test.yml` must come to exactly what `Golden/<name>.report` says. With
/// `DEFIB_RECORD=1` in the environment, what is said now is written down instead, for a person to judge.
@Suite("Files of rule tests")
struct RuleTestFileTests {
    @Test("are refused with the place and the remedy of every mistake", arguments: try RuleTestSamples.cases("Bad"))
    func bad(name: String) throws {
        let path = RuleTestSamples.root + "Tests/SimulationTests/Bad/\(name).test.yml"
        guard case .refused(let diagnostics) = RuleTestLoader.load(path: path) else {
            Issue.record("\(name) was loaded")
            return
        }
        let said = diagnostics.rendered.replacing(RuleTestSamples.root + "Tests/SimulationTests/Bad/", with: "")
        try RuleTestSamples.compare(said, "Bad/\(name).expected")
    }

    @Test("tell in a diff what went otherwise than expected", arguments: try RuleTestSamples.cases("Golden"))
    func golden(name: String) throws {
        let file = try RuleTestSamples.load("Tests/SimulationTests/Golden/\(name).test.yml")
        let reports = file.tests.map(RuleTestRunner.run)
        try RuleTestSamples.compare(reports.map(\.essence).joined(separator: "\n\n") + "\n", "Golden/\(name).report")
    }

    @Test("pass where everything behaves as they say", arguments: try RuleTestSamples.cases("Good"))
    func good(name: String) throws {
        for test in try RuleTestSamples.load("Tests/SimulationTests/Good/\(name).test.yml").tests {
            let report = RuleTestRunner.run(test)
            #expect(report.hasPassed, "\(report.plain)")
        }
    }

    @Test("give the same report each time they run")
    func repeatable() throws {
        let file = try RuleTestSamples.load("Tests/SimulationTests/Good/behaviours.test.yml")
        for test in file.tests.prefix(3) { #expect(RuleTestRunner.run(test) == RuleTestRunner.run(test)) }
    }

    @Test("warn of a rule that no test is about")
    func untested() throws {
        let files = FilesInMemory([
            "a.yml": """
            rules:
              - {name: one, match: {labels: {role: a}}, when: icmp.down, for: 1m, ladder: [{action: page}]}
              - {name: two, match: {labels: {role: b}}, when: icmp.down, for: 1m, ladder: [{action: page}]}
            """,
            "a.test.yml": """
            tests:
              - name: one
                targets: [{name: a, labels: {role: a}, probes: {icmp: up}}]
                expect: []
            """,
        ])
        guard case .loaded(let file) = RuleTestLoader.load(path: "a.test.yml", files: files) else {
            Issue.record("it was refused")
            return
        }
        #expect(file.ruleFiles == ["a.yml"])
        #expect(file.warnings.map(\.message) == ["rule 'two' of a.yml is for no target of any test"])
    }
}
