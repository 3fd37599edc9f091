import Exposition
import Testing

/// Labels and numbers.
struct SampleTests {
    @Test(
        arguments: [
            (0, "0"), (-0.0, "-0.0"), (1, "1"), (-17, "-17"), (0.1, "0.1"), (1.0 / 3, "0.3333333333333333"),
            (1_700_000_000, "1700000000"), (9_007_199_254_740_992, "9007199254740992"), (1e300, "1e+300"),
            (0.00001, "1e-05"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
        ] as [(Double, String)]
    )
    func doublesAreShortestAndWholeOnesPlain(value: Double, written: String) {
        #expect(sample { $0.sample(value) } == "x \(written)")
    }

    @Test func integersAreExactOverTheirFullWidth() {
        #expect(sample { $0.sample(UInt64.max) } == "x 18446744073709551615")
        #expect(sample { $0.sample(Int64.min) } == "x -9223372036854775808")
    }

    @Test(
        arguments: [
            (0, "0"), (1, "0.000001"), (1_500, "0.0015"), (999_999, "0.999999"), (1_000_000, "1"), (2_010_000, "2.01"),
            (-250_000, "-0.25"), (4_294_967_295, "4294.967295"),
        ] as [(Int, String)]
    )
    func microsecondsBecomeSeconds(value: Int, written: String) {
        #expect(sample { $0.sample(microseconds: value) } == "x \(written)")
    }

    @Test(arguments: [(0, "0"), (1_764_431_234_567, "1764431234.567"), (-1_500, "-1.5")] as [(Int64, String)])
    func millisecondsBecomeSeconds(value: Int64, written: String) {
        #expect(sample { $0.sample(milliseconds: value) } == "x \(written)")
    }

    @Test func tenthsHaveOnePlace() {
        #expect(sample { $0.sample(tenths: UInt8(11)) } == "x 1.1")
        #expect(sample { $0.sample(tenths: UInt8(20)) } == "x 2")
    }

    @Test func labelValuesEscapeBackslashQuoteAndLineFeed() {
        #expect(sample { $0.sample(1, ["a": "\\ \" \n \r \t å"]) } == "x{a=\"\\\\ \\\" \\n \r \t å\"} 1")
    }

    @Test func longLabelValuesAreCutBetweenScalars() {
        // 1,023 bytes, then a scalar of four: it does not fit and goes as a whole.
        let value = String(repeating: "a", count: 1_023) + "🫀 and more"
        #expect(RenderedLabels([("a", value)]) == RenderedLabels([("a", String(repeating: "a", count: 1_023))]))
        let fitting = String(repeating: "é", count: 512)
        #expect(RenderedLabels([("a", fitting + "é")]) == RenderedLabels([("a", fitting)]))
    }

    @Test func labelSetsJoinInOrder() {
        let joined = RenderedLabels.none.joined(["a": "1"]).joined(.none).joined(["b": "2"])
        #expect(joined == ["a": "1", "b": "2"])
    }

    @Test func aLabelKnowsAName() {
        for name in ["a", "_a", "A9"] { #expect(RenderedLabels.isValidName(name)) }
        for name in ["", "9a", "a-b", "a:b", "__name__", "å"] { #expect(!RenderedLabels.isValidName(name)) }
    }

    @Test func histogramsCountTheirBoundIn() {
        var histogram = Histogram(.shortWaits)
        for value in [0, 0.0001, 0.00011, 10, 11] { histogram.observe(value) }
        #expect(histogram.counts == [2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1])
        #expect(histogram.count == 5)
    }

    /// The one sample line of a gauge called `x`.
    private func sample(_ body: (inout MetricsWriter) -> Void) -> String {
        let whole = text(.text) { writer in
            writer.family(MetricFamily("x", .gauge, help: "X."))
            body(&writer)
        }
        return String(
            whole.split(separator: "\n", omittingEmptySubsequences: false)[2...].joined(separator: "\n").dropLast()
        )
    }
}
