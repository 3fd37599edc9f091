import Exposition
import Testing

/// Both formats, byte by byte.
struct ExpositionTests {
    private let success = MetricFamily("probe_success", .gauge, help: "Whether the latest probe was up.")
    private let actions = MetricFamily("defib_actions_total", .counter, help: "Power actions, by outcome.")
    private let build = MetricFamily("defib_build_info", .info, help: "What was built.")
    private let writes = MetricFamily(
        "defib_journal_write_seconds",
        .histogram,
        help: "Time of a commit.",
        unit: "seconds"
    )

    @Test(arguments: ExpositionFormat.allCases) func whatIsTakenMidwayJoinsToTheWhole(format: ExpositionFormat) {
        func write(_ writer: inout MetricsWriter, after: (inout MetricsWriter) -> Void) {
            for number in 0..<50 {
                if number % 10 == 0 {
                    writer.family(MetricFamily("family_\(number)", .gauge, help: "One."))
                    after(&writer)
                }
                writer.sample(number, ["name": String(repeating: "x", count: number * 20)])
                after(&writer)
            }
        }
        var whole = MetricsWriter(format, capacity: 1)
        write(&whole) { _ in }
        var parted = MetricsWriter(format, capacity: 1)
        var parts: [UInt8] = []
        write(&parted) { writer in
            if writer.count > 300 { parts += writer.take() }
        }
        #expect(!parts.isEmpty)
        #expect(parts + parted.finish() == whole.finish())
    }

    @Test func textHasNamesAsSamplesBearThem() {
        #expect(
            everyKind(.text) == """
                # HELP probe_success Whether the latest probe was up.
                # TYPE probe_success gauge
                probe_success{vps="vps_1",name="web-1",probe="http"} 1
                probe_success 0
                # HELP defib_actions_total Power actions, by outcome.
                # TYPE defib_actions_total counter
                defib_actions_total{action="reset"} 3
                # HELP defib_build_info What was built.
                # TYPE defib_build_info gauge
                defib_build_info{version="0.1"} 1
                # HELP defib_journal_write_seconds Time of a commit.
                # TYPE defib_journal_write_seconds histogram
                defib_journal_write_seconds_bucket{vps="vps_1",name="web-1",le="0.5"} 1
                defib_journal_write_seconds_bucket{vps="vps_1",name="web-1",le="1"} 3
                defib_journal_write_seconds_bucket{vps="vps_1",name="web-1",le="+Inf"} 4
                defib_journal_write_seconds_sum{vps="vps_1",name="web-1"} 4.25
                defib_journal_write_seconds_count{vps="vps_1",name="web-1"} 4

                """
        )
    }

    @Test func openMetricsHasBareFamiliesUnitsAndAnEnd() {
        #expect(
            everyKind(.openMetrics) == """
                # HELP probe_success Whether the latest probe was up.
                # TYPE probe_success gauge
                probe_success{vps="vps_1",name="web-1",probe="http"} 1
                probe_success 0
                # HELP defib_actions Power actions, by outcome.
                # TYPE defib_actions counter
                defib_actions_total{action="reset"} 3
                # HELP defib_build What was built.
                # TYPE defib_build info
                defib_build_info{version="0.1"} 1
                # HELP defib_journal_write_seconds Time of a commit.
                # TYPE defib_journal_write_seconds histogram
                # UNIT defib_journal_write_seconds seconds
                defib_journal_write_seconds_bucket{vps="vps_1",name="web-1",le="0.5"} 1
                defib_journal_write_seconds_bucket{vps="vps_1",name="web-1",le="1.0"} 3
                defib_journal_write_seconds_bucket{vps="vps_1",name="web-1",le="+Inf"} 4
                defib_journal_write_seconds_sum{vps="vps_1",name="web-1"} 4.25
                defib_journal_write_seconds_count{vps="vps_1",name="web-1"} 4
                # EOF

                """
        )
    }

    @Test func helpEscapesWhatEachFormatAsksFor() {
        let family = MetricFamily("x", .gauge, help: "a \\ b \"c\"\nd")
        #expect(text(.text) { $0.family(family) }.hasPrefix("# HELP x a \\\\ b \"c\"\\nd\n"))
        #expect(text(.openMetrics) { $0.family(family) }.hasPrefix("# HELP x a \\\\ b \\\"c\\\"\\nd\n"))
    }

    @Test func aFamilyKnowsAName() {
        for name in ["a", "_a", "a:b", "A9"] { #expect(MetricFamily.isValidName(name)) }
        for name in ["", "9a", "a-b", "å", "a b"] { #expect(!MetricFamily.isValidName(name)) }
    }

    @Test func misuseStopsRatherThanLies() async {
        await #expect(processExitsWith: .failure) { _ = MetricFamily("defib_actions", .counter, help: "no suffix") }
        await #expect(processExitsWith: .failure) { _ = MetricFamily("x_total", .gauge, help: "another's suffix") }
        await #expect(processExitsWith: .failure) { _ = MetricFamily("x_ms", .gauge, help: "", unit: "seconds") }
        await #expect(processExitsWith: .failure) { _ = RenderedLabels([("not-a-name", "")]) }
        await #expect(processExitsWith: .failure) { _ = RenderedLabels([("a", "1"), ("a", "2")]) }
    }

    private func everyKind(_ format: ExpositionFormat) -> String {
        let target: RenderedLabels = ["vps": "vps_1", "name": "web-1"]
        var histogram = Histogram(Histogram.Layout([0.5, 1]))
        for value in [0.25, 0.75, 1, 2.25] { histogram.observe(value) }
        return text(format) { writer in
            writer.family(success)
            writer.sample(1, target, ["probe": "http"])
            writer.sample(0)
            writer.family(actions)
            writer.sample(3, ["action": "reset"])
            writer.family(build)
            writer.sample(1, ["version": "0.1"])
            writer.family(writes)
            writer.sample(histogram, target)
        }
    }
}

/// What a writer makes, as text.
func text(_ format: ExpositionFormat, _ body: (inout MetricsWriter) -> Void) -> String {
    var writer = MetricsWriter(format)
    body(&writer)
    return String(decoding: writer.finish(), as: UTF8.self)
}
