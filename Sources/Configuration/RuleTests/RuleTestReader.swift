internal import Engine

/// Reads the tests of one file.
struct RuleTestReader<Files: FileSource> {
    /// Those under test.
    let rules: [RuleDraft]
    /// Where time zones are read from.
    let files: Files

    /// Monday noon in UTC, far from every window that a rule is likely to have.
    private let usualStart = Timestamp(milliseconds: 1_767_614_400_000)
    /// Healthy neighbours, so that a single suspect is no storm and others can tell a dead guest from a dead uplink.
    private let usualFleet = 9
    /// How long nothing unexpected may happen after the last that was told.
    private let quietEnd = TimeSpan.hours(1)
    private let longest = TimeSpan.hours(31 * 24)

    func readAll(_ fields: Fields) -> [RuleTest] {
        var base = Policy(
            mode: .armed,
            targets: [],
            rules: rules.compactMap(\.rule),
            routes: [Route(receivers: ["test"])],
            receivers: [ReceiverPolicy(name: "test", isGrouped: false)]
        )
        if let settings = fields.section("settings", .ruleTestSettings, "'settings'") {
            TestSettingsReader.read(settings, files, into: &base)
        }
        guard fields.required("tests") != nil else { return [] }
        let items = fields.list("tests")
        if items.isEmpty { fields.error("tests", "the file has no tests") }
        var names: [String: Place] = [:]
        let tests = items.compactMap { item in
            Fields(item, .ruleTest, RuleTestReader.context(item), fields.findings).flatMap { read($0, base, &names) }
        }
        if tests.count == items.count, !fields.findings.hasErrors { warnOfUntested(tests, fields) }
        return tests
    }

    private static func context(_ value: YAMLValue) -> String {
        guard case .mapping(let entries) = value.content,
            case .scalar(let text, _) = entries.first(where: { $0.key == "name" })?.value.content, !text.isEmpty
        else { return "a test without a name" }
        return "test '\(text.excerpt)'"
    }

    private func read(_ fields: Fields, _ base: Policy, _ names: inout [String: Place]) -> RuleTest? {
        let name = name(fields, &names)
        var policy = base
        if let settings = fields.section("settings", .ruleTestSettings, "'settings' of \(fields.context)") {
            TestSettingsReader.read(settings, files, into: &policy)
        }
        let targets = TestTargetReader(rules: rules, sweep: policy.sweep).readAll(fields)
        guard !targets.isEmpty else { return nil }
        policy.targets = targets.map(\.target) + neighbours(of: targets, fields)
        let references = references(fields, &policy)
        let names = RuleTestNames(targets: targets.map(\.target), rules: rules, sweep: policy.sweep)
        let expected = ExpectationReader(names: names)
        if !fields.has("expect"), !fields.has("expect_no") {
            fields.findings.error(
                fields.place,
                "\(fields.context) expects nothing, and so can't fail",
                "write 'expect: []' where no action shall be taken"
            )
        }
        var test = RuleTest(
            name: name,
            place: fields.place,
            policy: policy,
            start: fields.parsed("start", StartSyntax.parse) ?? usualStart,
            length: .zero,
            scripts: targets.map(\.script),
            references: references,
            provider: TestProviderReader.read(fields),
            reactions: ReactionReader(names: names).readAll(fields),
            events: TestEventReader(names: names).readAll(fields),
            expectations: expected.readAll("expect", fields),
            exclusions: expected.readAll("expect_no", fields)
        )
        test.length = length(fields, test)
        return test
    }

    private func name(_ fields: Fields, _ names: inout [String: Place]) -> String {
        guard let name = fields.requiredText("name") else { return "?" }
        if let first = names[name] {
            fields.error(
                "name",
                "a test named '\(name.excerpt)' stands in line \(first.line) already",
                "give each its own"
            )
        }
        names[name] = names[name] ?? fields.place(of: "name")
        return name
    }

    /// Asked rarely: they are there to answer when it matters, which the engine asks of them then.
    private func neighbours(of targets: [TestTargetDraft], _ fields: Fields) -> [Target] {
        let count = fields.integer("fleet", in: 0...1_000) ?? usualFleet
        return (targets.count..<targets.count + count).map { index in
            let check = Check.icmp(ICMPCheck(host: TestAddress.of(index)))
            let probe = ProbeDefinition(name: "icmp", interval: .seconds(30), timeout: .seconds(1), check: check)
            let name = "neighbour-\(index - targets.count + 1)"
            return Target(id: TestAddress.id(index), name: name, probes: [probe])
        }
    }

    private func references(_ fields: Fields, _ policy: inout Policy) -> Series<ProbeAnswer> {
        let pace = Defaults.referencePace
        let check = Check.tcp(TCPCheck(host: "192.0.2.1", port: 443))
        let probe = ProbeDefinition(name: "reference", interval: pace.interval, timeout: pace.timeout, check: check)
        guard let value = fields["references"] else { return Series(.up(check)) }
        policy.references = [probe]
        return SeriesReader.probe(value, "'references'", fields, probe) ?? Series(.up(check))
    }

    private func length(_ fields: Fields, _ test: RuleTest) -> TimeSpan {
        if let written = fields.duration("length", atLeast: .seconds(1)) {
            guard written <= longest else {
                fields.error(
                    "length",
                    "\(fields.context) lasts \(written), at most \(longest) make a test"
                )
                return .seconds(1)
            }
            return written
        }
        let series = test.scripts.flatMap { $0.probes.map(\.length) + [$0.platform.length] } + [test.references.length]
        let moments = (test.expectations + test.exclusions).compactMap(\.moment).map { $0.to ?? $0.from }
        let last = (series + moments + test.events.map(\.at) + test.provider.map(\.from)).max() ?? .zero
        return last + quietEnd
    }

    private func warnOfUntested(_ tests: [RuleTest], _ fields: Fields) {
        for rule in rules {
            guard let match = rule.match,
                !tests.contains(where: { $0.policy.targets.prefix($0.scripts.count).contains(where: match.holds) })
            else { continue }
            fields.findings.warning(
                fields.place(ofKey: "tests"),
                "rule '\(rule.name.excerpt)' of \(rule.findings.source.name) is for no target of any test",
                "add a test with a target that it matches"
            )
        }
    }
}

/// What the parts of a test can name.
struct RuleTestNames {
    let targets: [Target]
    let rules: [RuleDraft]
    let sweep: TimeSpan

    /// The index of a target that a key names; nil after reporting that there is none such, or where the key is missing.
    func target(_ key: String, in fields: Fields) -> Int? {
        guard let name = fields.text(key) else { return nil }
        if let index = targets.firstIndex(where: { $0.name == name }) { return index }
        let names = targets.map(\.name)
        fields.error(
            key,
            "'\(name.excerpt)' in \(fields.context) is no target of the test",
            Suggestion.didYouMean(name, among: names, otherwise: "its targets are \(names.listed)")
        )
        return nil
    }
}

/// Addresses and ids for targets that exist only in a test.
enum TestAddress {
    /// Of the range for benchmarks, RFC 2544.
    static func of(_ index: Int) -> String { "198.18.\(index / 250).\(index % 250 + 1)" }

    static func id(_ index: Int) -> VPSID {
        guard let id = VPSID("vps_\(index + 1)") else { preconditionFailure("letters, digits and '_' make an id") }
        return id
    }
}
