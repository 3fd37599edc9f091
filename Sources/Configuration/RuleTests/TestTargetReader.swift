internal import Engine

struct TestTargetDraft {
    var target: Target
    var script: TargetScript
}

/// Reads the targets of a test, with what each gives.
struct TestTargetReader {
    let rules: [RuleDraft]
    let sweep: TimeSpan

    func readAll(_ test: Fields) -> [TestTargetDraft] {
        guard test.required("targets") != nil else { return [] }
        let items = test.list("targets")
        if items.isEmpty { test.error("targets", "\(test.context) has no targets") }
        var names: Set<String> = []
        return items.enumerated().compactMap { index, item in
            let context = "target \(index + 1) of \(test.context)"
            guard let fields = Fields(item, .testTarget, context, test.findings) else { return nil }
            return read(fields, index, &names)
        }
    }

    private func read(_ fields: Fields, _ index: Int, _ names: inout Set<String>) -> TestTargetDraft? {
        let name = fields.requiredText("name")
        if let name, !names.insert(name).inserted {
            fields.error(
                "name",
                "\(fields.context): a target named '\(name.excerpt)' stands before",
                "give each its own"
            )
        }
        let labels = LabelReader.read(fields, "labels", reserved: LabelReader.reserved)
        let mode = fields.mode() ?? .armed
        guard fields.required("probes") != nil else { return nil }
        let entries = fields.entries("probes")
        let probes = entries.compactMap { TestProbeReader.read($0, host: TestAddress.of(index), fields) }
        let platform = SeriesReader.platform("platform", fields, sweep: sweep) ?? Series(.state(.running))
        guard let name, probes.count == entries.count else { return nil }
        let target = Target(
            id: TestAddress.id(index),
            name: name,
            labels: labels,
            mode: mode,
            probes: probes.map(\.definition)
        )
        checkMentions(of: target, fields)
        return TestTargetDraft(
            target: target,
            script: TargetScript(probes: probes.map(\.series), platform: platform)
        )
    }

    /// A rule that names a probe its target lacks would be left out, and the test would test nothing.
    private func checkMentions(of target: Target, _ fields: Fields) {
        let names = target.probes.map(\.name)
        for rule in rules where rule.match?.holds(for: target) == true {
            var missing: [String] = []
            for mention in rule.mentions where !names.contains(mention.probe) && !missing.contains(mention.probe) {
                missing.append(mention.probe)
            }
            for probe in missing {
                fields.findings.error(
                    fields.place(ofKey: "probes"),
                    "rule '\(rule.name.excerpt)' asks for the probe '\(probe.excerpt)', which target "
                        + "'\(target.name.excerpt)' does not have",
                    Suggestion.didYouMean(probe, among: names, otherwise: "add '\(probe): up'")
                )
            }
        }
    }
}

struct TestProbeDraft {
    var definition: ProbeDefinition
    var series: Series<ProbeAnswer>
}

/// Reads one probe of a test: `http: up x12 down`, or a mapping with `series` where more must be said.
enum TestProbeReader {
    private static let kinds = ["http", "tcp", "tls", "icmp", "agent"]

    static func read(_ entry: YAMLValue.Entry, host: String, _ target: Fields) -> TestProbeDraft? {
        let context = "probe '\(entry.key.excerpt)' of \(target.context)"
        guard Vocabulary.isName(entry.key), !Vocabulary.reserved.contains(entry.key) else {
            target.findings.error(
                entry.keyPlace,
                "\(context) can't be named in a rule",
                "use letters, digits, '_' and '-', a letter first, and no word of the language"
            )
            return nil
        }
        guard case .mapping = entry.value.content else { return short(entry, context, host, target) }
        guard let fields = Fields(entry.value, .testProbe, context, target.findings) else { return nil }
        return long(entry, fields, host)
    }

    private static func short(
        _ entry: YAMLValue.Entry,
        _ context: String,
        _ host: String,
        _ target: Fields
    ) -> TestProbeDraft? {
        guard kinds.contains(entry.key) else {
            target.findings.error(
                entry.keyPlace,
                "\(context) has no 'kind'",
                Suggestion.didYouMean(
                    entry.key,
                    among: kinds,
                    otherwise: "write '\(entry.key.excerpt): {kind: tcp, series: up}', or another kind"
                )
            )
            return nil
        }
        let pace = Defaults.pace(entry.key)
        let check = check(entry.key, host: host, banner: nil)
        let probe = ProbeDefinition(name: entry.key, interval: pace.interval, timeout: pace.timeout, check: check)
        return SeriesReader.probe(entry.value, "'\(entry.key)'", target, probe)
            .map { TestProbeDraft(definition: probe, series: $0) }
    }

    private static func long(_ entry: YAMLValue.Entry, _ fields: Fields, _ host: String) -> TestProbeDraft? {
        let usual = kinds.contains(entry.key) ? entry.key : nil
        if usual == nil, !fields.has("kind") {
            fields.findings.error(entry.keyPlace, "\(fields.context) has no 'kind'", "add one of \(kinds.listed)")
        }
        let kind = fields.choice("kind", kinds.map { ($0, $0) }) ?? usual
        let series = fields.required("series")
        guard let kind, let series else { return nil }
        let pace = Defaults.pace(kind)
        let interval = fields.duration("interval", atLeast: Defaults.shortestInterval) ?? pace.interval
        let half = TimeSpan(milliseconds: interval.milliseconds / 2)
        let timeout = fields.duration("timeout", atLeast: Defaults.shortestTimeout) ?? min(pace.timeout, half)
        guard timeout < interval else {
            fields.error(
                "timeout",
                "the timeout of \(fields.context), \(timeout), is not below its interval, \(interval)"
            )
            return nil
        }
        let banner = fields.text("banner")
        if banner != nil, kind != "tcp" { fields.error("banner", "'banner' is of tcp probes alone", "remove it") }
        let check = check(kind, host: host, banner: banner)
        let probe = ProbeDefinition(name: entry.key, interval: interval, timeout: timeout, check: check)
        return SeriesReader.probe(series, "'series'", fields, probe)
            .map { TestProbeDraft(definition: probe, series: $0) }
    }

    private static func check(_ kind: String, host: String, banner: String?) -> Check {
        switch kind {
        case "http": .http(HTTPCheck(url: "http://\(host)/", host: host))
        case "tls": .tls(TLSCheck(host: host, port: 443))
        case "icmp": .icmp(ICMPCheck(host: host))
        case "agent": .agent(AgentCheck())
        default: .tcp(TCPCheck(host: host, port: 22, banner: banner))
        }
    }
}
