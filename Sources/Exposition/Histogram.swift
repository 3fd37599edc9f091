/// Counts of observations by size, cumulative when exposed.
public struct Histogram: Sendable {
    /// The buckets' upper bounds, shared by all histograms of one family.
    public struct Layout: Sendable {
        let bounds: [Double]
        /// The `le` label of each bucket and of the last, `+Inf`.
        let textBounds: [RenderedLabels]
        let openMetricsBounds: [RenderedLabels]

        /// - Precondition: the bounds are finite and grow.
        public init(_ bounds: [Double]) {
            precondition(bounds.allSatisfy(\.isFinite), "the last bound, +Inf, is added by itself")
            precondition(zip(bounds, bounds.dropFirst()).allSatisfy { $0.0 < $0.1 }, "bounds must grow")
            self.bounds = bounds
            textBounds = bounds.map { Layout.label(Layout.shortest($0)) } + [Layout.label("+Inf")]
            // OpenMetrics wants its canonical numbers here, in which a whole one has a point: 1.0.
            openMetricsBounds = bounds.map { Layout.label($0.description) } + [Layout.label("+Inf")]
        }

        /// From a tenth of a millisecond to ten seconds: writes, delays and other small waits, in seconds.
        public static let shortWaits = Layout([0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10])
        /// From seconds to an hour: what a recovery takes, in seconds.
        public static let recoveries = Layout([5, 15, 30, 60, 120, 180, 300, 600, 1_200, 1_800, 3_600])

        private static func label(_ bound: String) -> RenderedLabels { ["le": bound] }

        private static func shortest(_ value: Double) -> String {
            var text = TextBuffer(capacity: TextCursor.longestNumber)
            text.append(atMost: TextCursor.longestNumber) { $0.putNumber(value) }
            return String(decoding: text.bytes, as: UTF8.self)
        }
    }

    public let layout: Layout
    /// One for each bound, and one for what lies beyond them all; not cumulative.
    public private(set) var counts: [UInt64]
    public private(set) var sum: Double = 0

    public init(_ layout: Layout) {
        self.layout = layout
        counts = Array(repeating: 0, count: layout.bounds.count + 1)
    }

    /// Takes over what was counted elsewhere by the same rules.
    ///
    /// - Precondition: one count a bound, and one for what lies beyond them all.
    public init(_ layout: Layout, counts: [UInt64], sum: Double) {
        precondition(
            counts.count == layout.bounds.count + 1,
            "\(counts.count) counts for \(layout.bounds.count) bounds"
        )
        self.layout = layout
        self.counts = counts
        self.sum = sum
    }

    /// All observations.
    public var count: UInt64 { counts.reduce(0, +) }

    /// - Precondition: the value is a number; one NaN would spoil the sum for good.
    public mutating func observe(_ value: Double) {
        precondition(!value.isNaN, "an observation must be a number")
        let bucket = layout.bounds.firstIndex { value <= $0 } ?? layout.bounds.count
        counts[bucket] += 1
        sum += value
    }
}
