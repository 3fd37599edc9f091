import ArgumentParser
import Configuration
import Simulation

struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Test rules: what they do, refuse and tell in worlds that test files describe.",
        discussion: """
            A file of rule tests describes what probes and the provider give over time, and what must come of it. The real \
            engine runs in it, on a clock that jumps: hours take milliseconds, and nothing is touched. Every power action must \
            be expected; one that is not fails the test. Of a test that fails, the timeline around the failure is shown: \
            + happened and must not have, − is missing, ✓ is as expected.

            FILE is a file, a folder (every *.test.yml in and below it) or a pattern; without any, it is the folder rules. \
            docs/rule-tests.md describes the format. Exit status 1: a test failed, or a file has errors.

            Examples:
              defib test
              defib test rules/web.test.yml --verbose
              defib test 'rules/**/*.test.yml' --run 'lost answer|pause'
              defib test --json | jq '.files[].tests[] | select(.passed | not).name'
            """
    )

    @Argument(help: ArgumentHelp("Files, folders or patterns.", valueName: "file"))
    var files: [String] = ["rules"]
    @Option(
        name: .customLong("run"),
        help: ArgumentHelp("Run the tests whose name this matches, alone.", valueName: "regex")
    )
    var wanted: String?
    @Flag(name: [.short, .long], help: "Show the whole timeline of every test, with each gate's numbers.")
    var verbose = false
    @OptionGroup var output: OutputOption

    func run() throws {
        let filter = try pattern()
        let paths = try RuleTestPaths.find(files)
        var tally = RuleTestTally()
        var views: [RuleTestView.File] = []
        for path in paths { views.append(test(path, filter, &tally)) }
        guard tally.passed + tally.failed + tally.refused > 0 else {
            throw Trouble("no test's name matches '\(wanted ?? "")'", status: ExitStatus.misuse)
        }
        if output.json {
            try JSONOutput.print(
                RuleTestView(passed: tally.passed, failed: tally.failed, filesWithErrors: tally.refused, files: views)
            )
        } else {
            RuleTestPage.printSum(tally, to: .output)
        }
        guard tally.isGood else { throw ExitStatus.found }
    }

    private func pattern() throws -> Regex<AnyRegexOutput>? {
        guard let wanted else { return nil }
        do {
            return try Regex(wanted)
        } catch {
            throw Trouble("'\(wanted)' is no regular expression: \(error)", status: ExitStatus.misuse)
        }
    }

    /// Runs one file's tests and prints what became of them.
    private func test(_ path: String, _ filter: Regex<AnyRegexOutput>?, _ tally: inout RuleTestTally)
        -> RuleTestView.File
    {
        switch RuleTestLoader.load(path: path) {
        case .refused(let diagnostics):
            tally.refused += 1
            if !output.json { Console.errors.write(diagnostics.rendered) }
            return RuleTestView.File(
                path: path,
                ruleFiles: [],
                diagnostics: diagnostics.map(CheckView.Finding.init),
                tests: []
            )
        case .loaded(let file):
            let tests = file.tests.filter { test in filter.map { test.name.contains($0) } ?? true }
            let reports = tests.map(RuleTestRunner.run)
            tally.passed += reports.count(where: \.hasPassed)
            tally.failed += reports.count { !$0.hasPassed }
            if !output.json {
                Console.errors.write(file.warnings.rendered)
                if !reports.isEmpty { RuleTestPage(isVerbose: verbose).print(path, reports, to: .output) }
            }
            return RuleTestView.File(
                path: path,
                ruleFiles: file.ruleFiles,
                diagnostics: file.warnings.map(CheckView.Finding.init),
                tests: reports.map(RuleTestView.Test.init)
            )
        }
    }
}
