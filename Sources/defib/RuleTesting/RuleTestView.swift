import Configuration
import Engine
import Simulation
import Web

/// `defib test --json`.
struct RuleTestView: Encodable {
    struct File: Encodable {
        var path: String
        /// Empty where the file has errors.
        var ruleFiles: [String]
        var diagnostics: [CheckView.Finding]
        var tests: [Test]
    }

    struct Test: Encodable {
        var name: String
        var line: Int
        var passed: Bool
        var mismatches: [Mismatch]
        var timeline: [Entry]
    }

    struct Mismatch: Encodable {
        /// Of the expectation; absent for what nobody expected.
        var line: Int?
        var message: String
        var instead: String?
    }

    struct Entry: Encodable {
        /// Seconds from the test's beginning.
        var at: Double?
        /// `plain`, `expected`, `unexpected` or `missing`.
        var mark: String
        var target: String?
        var text: String
        var gates: [GateView]
    }

    var passed: Int
    var failed: Int
    var filesWithErrors: Int
    var files: [File]
}

extension RuleTestView.Test {
    init(_ report: RuleTestReport) {
        name = report.test.name
        line = report.test.place.line
        passed = report.hasPassed
        mismatches = report.mismatches.map {
            RuleTestView.Mismatch(line: $0.place?.line, message: $0.message, instead: $0.instead)
        }
        timeline = report.timeline.map { entry in
            RuleTestView.Entry(
                at: entry.at?.seconds,
                mark: entry.mark.rawValue,
                target: entry.target,
                text: entry.words,
                gates: entry.gates.map(GateView.init)
            )
        }
    }
}
