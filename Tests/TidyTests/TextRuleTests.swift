import Testing

@Suite("Texts are true to the sources")
struct TextRuleTests {
    private static let markdown = SourceTree.texts { $0.hasSuffix(".md") }
    private static let manuals = SourceTree.texts { $0.hasPrefix("packaging/") && $0.hasSuffix(".1") }

    // MARK: The command line

    private static let commandSamples = [
        TextFile(
            "Sources/defib/Check.swift",
            """
            struct Check: AsyncParsableCommand {
                @Flag(help: "Ask the API (all of it) about each target.") var online = false
                @Option(name: .customLong("config"), help: "…") var file: String?
                @OptionGroup var common: Common
                @Option var dataDir: String
                @Option(help: "…") var baseURL = "https://example.org"
            }
            """
        )
    ]

    @Test("Every subcommand and option the texts name can be typed")
    func commandLine() {
        let declared = CommandLineNames.Declared(SourceTree.texts { $0.hasPrefix("Sources/defib/") })
        let findings = CommandLineNames.unknown(in: Self.markdown + Self.manuals, declared: declared)
        #expect(findings.isEmpty, "\(findings.report(remedy: CommandLineNames.remedy))")
    }

    @Test("Subcommands and options are found as ArgumentParser derives them")
    func declared() {
        let declared = CommandLineNames.Declared(Self.commandSamples)
        #expect(declared.subcommands == ["check", "help"])
        #expect(declared.options == ["base-url", "config", "data-dir", "online", "help", "version"])
    }

    @Test(
        "A wrong subcommand or option is seen",
        arguments: [
            ("a.md", "`defib chekc`"), ("a.md", "```\n.build/debug/defib check --onlin\n```"), ("a.md", "`--offline`"),
            ("a.md", "```sh\n$ sudo KEY=x defib run\n```"), ("a.1", ".Nm Cm chekc"),
            ("a.1", ".Nm Cm check Op Fl -onlin"),
            ("a.1", ".It Fl -offline Ar FILE"),
        ]
    )
    func wrongCommand(_ path: String, _ text: String) {
        let declared = CommandLineNames.Declared(Self.commandSamples)
        #expect(!CommandLineNames.unknown(in: [TextFile(path, text)], declared: declared).isEmpty)
    }

    @Test(
        "A right one is not",
        arguments: [
            ("a.md", "`defib check --online`"), ("a.md", "`apt-get install --no-install-recommends x`"),
            ("a.md", "defib chekc"), ("a.md", "`systemctl enable --now defib`"),
            ("a.md", "`defib check --config /etc/defib/defib.yml | jq --raw-output`"),
            ("a.1", ".Nm Cm check Op Fl -config Ar FILE"), ("a.1", ".It Fl -online"),
        ]
    )
    func rightCommand(_ path: String, _ text: String) {
        let declared = CommandLineNames.Declared(Self.commandSamples)
        #expect(CommandLineNames.unknown(in: [TextFile(path, text)], declared: declared).isEmpty)
    }

    // MARK: make

    @Test("Every make target the texts name exists")
    func makeTargets() throws {
        let declared = MakeTargets.declared(in: try #require(SourceTree.read("Makefile")))
        let findings = MakeTargets.unknown(in: Self.markdown, declared: declared)
        #expect(findings.isEmpty, "\(findings.report(remedy: MakeTargets.remedy))")
    }

    @Test("A target that is not there is seen, and one that is, is not")
    func makeSamples() {
        let declared = MakeTargets.declared(in: "SWIFT := swift\n.PHONY: demo\ndemo: build ## Show\n\t@echo test:\n")
        #expect(declared == ["demo"])
        #expect(MakeTargets.unknown(in: [TextFile("a.md", "`make dmo`")], declared: declared).count == 1)
        #expect(MakeTargets.unknown(in: [TextFile("a.md", "`make demo GUESTS=qemu`")], declared: declared).isEmpty)
        #expect(MakeTargets.unknown(in: [TextFile("a.md", "We make things.")], declared: declared).isEmpty)
    }

    // MARK: Links

    @Test("Every link between the texts leads somewhere")
    func links() {
        let findings = Links.broken(in: Self.markdown, exists: SourceTree.exists, read: SourceTree.read)
        #expect(findings.isEmpty, "\(findings.report(remedy: Links.remedy))")
    }

    @Test(
        "A broken link is seen, and a good one is not",
        arguments: [
            ("[a](b.md)", true), ("[a](../README.md)", true), ("[a](../README.md#The-end)", false),
            ("[a](../README.md#the-end)", true), ("[a](c.md)", false), ("[a](#here)", true), ("[a](#there)", false),
            ("[a](https://example.org/c.md)", true),
        ]
    )
    func linkSamples(_ link: String, _ isGood: Bool) {
        let texts = ["docs/a.md": "# Here\n\(link)", "docs/b.md": "", "README.md": "## The end\n"]
        let file = TextFile("docs/a.md", texts["docs/a.md"] ?? "")
        let findings = Links.broken(in: [file], exists: { texts[$0] != nil }, read: { texts[$0] })
        #expect(findings.isEmpty == isGood)
    }

    // MARK: Metrics

    @Test("Every metric a dashboard or an alerting rule names is served")
    func metrics() {
        let declared = MetricNames.declared(in: SourceTree.sources.map(\.written))
        let files = SourceTree.texts { path in
            path.hasPrefix("dashboards/") && path.hasSuffix(".json") || path.hasPrefix("rules/prometheus/")
        }
        #expect(!files.isEmpty)
        let findings = MetricNames.unknown(in: files, declared: declared)
        #expect(findings.isEmpty, "\(findings.report(remedy: MetricNames.remedy))")
    }

    @Test("A metric that nobody serves is seen, and one that is served is not")
    func metricSamples() {
        let source = TextFile(
            "a.swift",
            "MetricFamily(\"defib_storm\", .gauge, help: \"\")\nMetricFamily(\n    \"defib_lag_seconds\", .histogram)"
        )
        let declared = MetricNames.declared(in: [source])
        let good = TextFile("a.json", "\"expr\": \"defib_storm + rate(defib_lag_seconds_bucket[5m])\"")
        #expect(MetricNames.unknown(in: [good], declared: declared).isEmpty)
        for wrong in ["defib_strom", "defib_storm_bucket", "probe_success"] {
            let file = TextFile("a.json", "\"expr\": \"sum(\(wrong)) > 0\"")
            #expect(MetricNames.unknown(in: [file], declared: declared).count == 1)
        }
    }
}
