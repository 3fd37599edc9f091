/// Writes one exposition: families in turn, each with its samples right after it, as both formats demand.
///
/// ```swift
/// var writer = MetricsWriter(.text)
/// writer.family(success)
/// writer.sample(1, labels)
/// let body = writer.finish()
/// ```
public struct MetricsWriter {
    public let format: ExpositionFormat
    private var bytes: [UInt8] = []
    /// The family samples go to, with its name as bytes.
    private var family: MetricFamily?
    private var name: [UInt8] = []

    /// - Parameter capacity: the bytes to set aside, such as the length of the last exposition.
    public init(_ format: ExpositionFormat, capacity: Int = 16_384) {
        self.format = format
        bytes.reserveCapacity(capacity)
    }

    /// Begins a family; each may begin once in an exposition. It may stay without samples.
    public mutating func family(_ family: MetricFamily) {
        self.family = family
        name = Array(family.name.utf8)
        let heading = format == .openMetrics ? family.bareName : family.name
        comment("HELP", heading)
        bytes.appendEscaped(family.help.utf8, quotes: format == .openMetrics)
        comment("\nTYPE", heading)
        bytes.append(contentsOf: typeWord(of: family.kind).utf8)
        if format == .openMetrics, let unit = family.unit {
            comment("\nUNIT", heading)
            bytes.append(contentsOf: unit.utf8)
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// A sample of the current family; `extra` labels follow `labels`.
    public mutating func sample(_ value: Double, _ labels: RenderedLabels = .none, _ extra: RenderedLabels = .none) {
        beginSample(labels, extra)
        bytes.appendNumber(value)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// A whole number, exact over its full width.
    public mutating func sample(
        _ value: some FixedWidthInteger,
        _ labels: RenderedLabels = .none,
        _ extra: RenderedLabels = .none
    ) {
        beginSample(labels, extra)
        bytes.appendNumber(value)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// A length of time measured in whole microseconds, written in seconds.
    public mutating func sample(
        microseconds: some FixedWidthInteger,
        _ labels: RenderedLabels = .none,
        _ extra: RenderedLabels = .none
    ) {
        beginSample(labels, extra)
        bytes.appendMillionths(microseconds)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// The buckets, sum and count of one histogram of the current family.
    public mutating func sample(_ histogram: Histogram, _ labels: RenderedLabels = .none) {
        precondition(family?.kind == .histogram, "a histogram outside a family of histograms")
        let bounds = format == .openMetrics ? histogram.layout.openMetricsBounds : histogram.layout.textBounds
        var cumulative: UInt64 = 0
        for (index, count) in histogram.counts.enumerated() {
            cumulative += count
            line(suffix: "_bucket", labels, bounds[index]) { $0.appendNumber(cumulative) }
        }
        line(suffix: "_sum", labels, .none) { $0.appendNumber(histogram.sum) }
        line(suffix: "_count", labels, .none) { $0.appendNumber(cumulative) }
    }

    /// Ends the exposition and hands it out.
    public consuming func finish() -> [UInt8] {
        if format == .openMetrics { bytes.append(contentsOf: "# EOF\n".utf8) }
        return bytes
    }

    private mutating func beginSample(_ labels: RenderedLabels, _ extra: RenderedLabels) {
        precondition(family != nil && family?.kind != .histogram, "a plain sample needs a family, not of histograms")
        bytes.append(contentsOf: name)
        appendLabels(labels, extra)
    }

    private mutating func line(
        suffix: StaticString,
        _ labels: RenderedLabels,
        _ extra: RenderedLabels,
        value: (inout [UInt8]) -> Void
    ) {
        bytes.append(contentsOf: name)
        bytes.append(contentsOf: UnsafeBufferPointer(start: suffix.utf8Start, count: suffix.utf8CodeUnitCount))
        appendLabels(labels, extra)
        value(&bytes)
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func appendLabels(_ labels: RenderedLabels, _ extra: RenderedLabels) {
        if !labels.bytes.isEmpty || !extra.bytes.isEmpty {
            bytes.append(UInt8(ascii: "{"))
            bytes.append(contentsOf: labels.bytes)
            if !labels.bytes.isEmpty, !extra.bytes.isEmpty { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: extra.bytes)
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: " "))
    }

    /// `# WORD name `, with a line feed before it where the word brings one.
    private mutating func comment(_ word: String, _ heading: String) {
        if word.hasPrefix("\n") { bytes.append(UInt8(ascii: "\n")) }
        bytes.append(contentsOf: "# ".utf8)
        bytes.append(contentsOf: word.utf8.drop { $0 == UInt8(ascii: "\n") })
        bytes.append(UInt8(ascii: " "))
        bytes.append(contentsOf: heading.utf8)
        bytes.append(UInt8(ascii: " "))
    }

    private func typeWord(of kind: MetricFamily.Kind) -> String {
        switch (kind, format) {
        case (.info, .text): "gauge"
        case (.counter, _), (.gauge, _), (.histogram, _), (.info, .openMetrics): kind.rawValue
        }
    }
}
