import Testing

@Suite("Alerting rules are tested, and lead to a runbook")
struct AlertingRuleTests {
    private static let folder = "rules/prometheus"

    private static func file(_ name: String) throws -> TextFile {
        let path = "\(folder)/\(name)"
        return TextFile(path, try #require(SourceTree.read(path)))
    }

    @Test("Every alert has a severity and a paragraph of the runbook, and every paragraph an alert")
    func runbooks() throws {
        let file = try Self.file("defib.rules.yml")
        let rules = AlertingRules.rules(in: file)
        #expect(rules.count == file.text.matches(of: #/- alert:/#).count, "one lacks a severity or a runbook_url")
        let runbook = try #require(SourceTree.read("docs/runbooks.md"))
        let headings = Set(runbook.matches(of: #/(?m)^## (.+)$/#).map { String($0.1) })
        #expect(Set(rules.map(\.name)) == headings)
        for rule in rules {
            #expect(["page", "warning", "none"].contains(rule.severity), "\(rule.name): \(rule.severity)")
            #expect(Links.anchors(in: runbook).contains(rule.anchor), "docs/runbooks.md#\(rule.anchor)")
            #expect(rule.anchor == rule.name.lowercased())
        }
    }

    @Test("Every alert is shown to fire, and not to fire")
    func bothWays() throws {
        let names = Set(AlertingRules.rules(in: try Self.file("defib.rules.yml")).map(\.name))
        let expectations = AlertingRules.expectations(in: try Self.file("defib_test.yml"))
        #expect(expectations.firing == names)
        // It always fires.
        #expect(expectations.quiet == names.subtracting(["DefibWatchdog"]))
    }

    @Test(
        "Prometheus takes the rules and the example, and agrees with the rules' tests",
        .enabled(if: Promtool.isInstalled, "promtool is not installed: apt-get install prometheus"),
        arguments: [
            "check rules defib.rules.yml", "test rules defib_test.yml", "check config --syntax-only prometheus.yml",
        ]
    )
    func promtool(_ arguments: String) throws {
        let verdict = try Promtool.run(arguments, in: "\(SourceTree.root)/\(Self.folder)")
        #expect(verdict.isGood, "\(verdict.output)")
    }

    @Test(
        "A rule test that does not hold is seen",
        .enabled(if: Promtool.isInstalled, "promtool is not installed: apt-get install prometheus")
    )
    func promtoolCanFail() throws {
        #expect(try !Promtool.run("test rules defib.rules.yml", in: "\(SourceTree.root)/\(Self.folder)").isGood)
    }

    @Test("What a rule lacks is seen")
    func samples() {
        let rule = TextFile(
            "a.yml",
            "- alert: A\n  labels: {severity: page}\n  runbook_url: https://x/y#a\n- alert: B\n  expr: 1\n"
        )
        #expect(AlertingRules.rules(in: rule) == [AlertingRules.Rule(name: "A", severity: "page", anchor: "a")])
        let tests = TextFile(
            "a.test.yml",
            "- {eval_time: 1m, alertname: A}\n- eval_time: 2m\n  alertname: B\n  exp_alerts:\n"
        )
        #expect(AlertingRules.expectations(in: tests) == (firing: ["B"], quiet: ["A"]))
    }
}
