import Configuration
import Simulation
import Testing

/// What `defib test` would say of the rules that are shipped.
@Suite("The shipped rules")
struct ShippedRuleTests {
    @Test("pass their tests", arguments: try RuleTestSamples.files(in: "rules/"))
    func pass(path: String) throws {
        let file = try RuleTestSamples.load(path)
        #expect(file.warnings.rendered == "")
        for test in file.tests {
            let report = RuleTestRunner.run(test)
            #expect(report.hasPassed, "\(path): \(report.plain)")
        }
    }
}
