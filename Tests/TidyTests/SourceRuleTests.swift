import Testing

@Suite("Swift files keep the rules of the house")
struct SourceRuleTests {
    @Test("Every file keeps it", arguments: SourceRule.all)
    func holds(_ rule: SourceRule) {
        let findings = SourceTree.swiftFiles.filter { !isRule($0) }.flatMap(rule.check)
        #expect(findings.isEmpty, "\(findings.report(remedy: rule.remedy))")
    }

    @Test("It can be broken, and kept", arguments: SourceRule.all)
    func discerns(_ rule: SourceRule) {
        #expect(!rule.breaks.isEmpty)
        for sample in rule.breaks {
            #expect(!rule.findings(in: sample).isEmpty, "'\(rule.name)' does not see: \(sample.text)")
        }
        for sample in rule.keeps {
            #expect(rule.findings(in: sample).isEmpty, "'\(rule.name)' objects to: \(sample.text)")
        }
    }

    @Test("The tree is there to be read")
    func tree() {
        #expect(SourceTree.sources.count > 100)
        #expect(SourceTree.paths.contains("Package.swift"))
    }

    /// The rules spell out what they forbid.
    private func isRule(_ file: SwiftFile) -> Bool {
        file.path.hasPrefix("Tests/TidyTests/Rules/")
    }
}
