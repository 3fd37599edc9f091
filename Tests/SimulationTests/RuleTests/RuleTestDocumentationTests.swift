import Simulation
import Testing

@testable import Configuration

@Suite("The documentation of rule tests")
struct RuleTestDocumentationTests {
    private static func text() throws -> String {
        String(
            decoding: try FilesOnDisk().read(RuleTestSamples.root + "docs/rule-tests.md", limit: 1 << 20),
            as: UTF8.self
        )
    }

    @Test("names every key there is", arguments: Section.allOfRuleTests.map(\.name))
    func keys(name: String) throws {
        let text = try Self.text()
        let section = try #require(Section.allOfRuleTests.first { $0.name == name })
        for key in section.keys {
            #expect(text.contains("`\(key)`") || text.contains("\(key): "), "'\(key)' of \(name)")
        }
    }

    @Test("names every word of the notation")
    func words() throws {
        let text = try Self.text()
        let behaviours =
            ProviderScript.PowerBehaviour.allCases.map(\.rawValue)
            + ProviderScript.ExecBehaviour.allCases.map(\.rawValue)
            + ProviderScript.GateBehaviour.allCases.map(\.rawValue) + ProviderScript.Reads.allCases.map(\.rawValue)
        for word in AnswerSyntax.words + TestEventReader.words + behaviours {
            #expect(text.contains("`\(word)`"), "'\(word)'")
        }
        for number in AnswerSyntax.numbers { #expect(text.contains("`\(number)="), "'\(number)'") }
    }

    @Test("gives an example that passes against the shipped rules")
    func example() throws {
        let text = try Self.text()
        let start = try #require(text.firstRange(of: "```yaml\n")).upperBound
        let end = try #require(text[start...].firstRange(of: "```")).lowerBound
        let rules = String(
            decoding: try FilesOnDisk().read(RuleTestSamples.root + "rules/web.yml", limit: 1 << 20),
            as: UTF8.self
        )
        let files = FilesInMemory(["web.yml": rules, "web.test.yml": String(text[start..<end])])
        guard case .loaded(let file) = RuleTestLoader.load(path: "web.test.yml", files: files) else {
            Issue.record("the example is refused: \(RuleTestLoader.load(path: "web.test.yml", files: files))")
            return
        }
        #expect(file.tests.count == 2)
        for report in file.tests.map(RuleTestRunner.run) { #expect(report.hasPassed, "\(report.plain)") }
    }
}
