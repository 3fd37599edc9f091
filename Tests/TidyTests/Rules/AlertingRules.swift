/// What the shipped alerting rules promise: each is tested both ways, and leads to a paragraph of the runbook.
enum AlertingRules {
    struct Rule: Equatable {
        var name: String
        var severity: String
        /// Behind the `#` of its runbook's address.
        var anchor: String
    }

    /// As this house writes them: an alert begins with `- alert:` and ends with its `runbook_url`.
    static func rules(in file: TextFile) -> [Rule] {
        let pattern = #/- alert: (\w+)\n(?:(?!- alert:)[\s\S])*?severity: (\w+)[\s\S]*?runbook_url: \S+#(\S+)/#
        return file.text.matches(of: pattern).map {
            Rule(name: String($0.1), severity: String($0.2), anchor: String($0.3))
        }
    }

    /// Alerts that a rule test expects to fire somewhere, and those it expects not to.
    static func expectations(in tests: TextFile) -> (firing: Set<String>, quiet: Set<String>) {
        let firing = tests.text.matches(of: #/alertname: (\w+)\n +exp_alerts:/#).map { String($0.1) }
        let quiet = tests.text.matches(of: #/\{eval_time: \w+, alertname: (\w+)\}/#).map { String($0.1) }
        return (Set(firing), Set(quiet))
    }
}
