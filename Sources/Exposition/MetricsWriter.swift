/// Writes one exposition: families in turn, each with its samples right after it, as both formats demand.
///
/// ```swift
/// var writer = MetricsWriter(.text)
/// writer.family(success)
/// writer.sample(1, labels)
/// let body = writer.finish()
/// ```
///
/// A long one is taken away part by part while it is written, so that it is never whole in memory: see ``take()``.
public struct MetricsWriter: Sendable {
    public let format: ExpositionFormat
    private var text: TextBuffer
    /// Of the family samples go to; nil before the first.
    private var kind: MetricFamily.Kind?
    /// The family's name.
    private var name: [UInt8] = []

    /// - Parameter capacity: the bytes to set aside, such as the length of a part.
    public init(_ format: ExpositionFormat, capacity: Int = 16_384) {
        self.format = format
        text = TextBuffer(capacity: capacity)
    }

    /// Begins a family; each may begin once in an exposition. It may stay without samples.
    public mutating func family(_ family: MetricFamily) {
        kind = family.kind
        name = Array(family.name.utf8)
        let heading = format == .openMetrics ? family.bareName : family.name
        var help: [UInt8] = []
        help.appendEscaped(family.help.utf8, quotes: format == .openMetrics)
        comment("HELP", heading, help)
        comment("TYPE", heading, typeWord(of: family.kind).utf8)
        if format == .openMetrics, let unit = family.unit { comment("UNIT", heading, unit.utf8) }
    }

    /// A sample of the current family; `extra` labels follow `labels`.
    public mutating func sample(_ value: Double, _ labels: RenderedLabels = .none, _ extra: RenderedLabels = .none) {
        sample(labels, extra) { $0.putNumber(value) }
    }

    /// A whole number, exact over its full width.
    @inlinable
    public mutating func sample(
        _ value: some FixedWidthInteger,
        _ labels: RenderedLabels = .none,
        _ extra: RenderedLabels = .none
    ) {
        sample(UInt64(value.magnitude), places: 0, isNegative: value < 0, labels, extra)
    }

    /// A length of time measured in whole microseconds, written in seconds.
    @inlinable
    public mutating func sample(
        microseconds: some FixedWidthInteger,
        _ labels: RenderedLabels = .none,
        _ extra: RenderedLabels = .none
    ) {
        sample(UInt64(microseconds.magnitude), places: 6, isNegative: microseconds < 0, labels, extra)
    }

    /// A time or its length in whole milliseconds, written in seconds.
    @inlinable
    public mutating func sample(
        milliseconds: some FixedWidthInteger,
        _ labels: RenderedLabels = .none,
        _ extra: RenderedLabels = .none
    ) {
        sample(UInt64(milliseconds.magnitude), places: 3, isNegative: milliseconds < 0, labels, extra)
    }

    /// A number measured in tenths.
    @inlinable
    public mutating func sample(
        tenths: some FixedWidthInteger,
        _ labels: RenderedLabels = .none,
        _ extra: RenderedLabels = .none
    ) {
        sample(UInt64(tenths.magnitude), places: 1, isNegative: tenths < 0, labels, extra)
    }

    /// The buckets, sum and count of one histogram of the current family.
    public mutating func sample(_ histogram: Histogram, _ labels: RenderedLabels = .none) {
        precondition(kind == .histogram, "a histogram outside a family of histograms")
        let bounds = format == .openMetrics ? histogram.layout.openMetricsBounds : histogram.layout.textBounds
        var cumulative: UInt64 = 0
        for (index, count) in histogram.counts.enumerated() {
            cumulative += count
            line(suffix: "_bucket", labels, bounds[index]) { $0.putNumber(cumulative) }
        }
        line(suffix: "_sum", labels, .none) { $0.putNumber(histogram.sum) }
        line(suffix: "_count", labels, .none) { $0.putNumber(cumulative) }
    }

    /// How many bytes wait to be taken.
    public var count: Int { text.count }

    /// Hands out what was written since the last time, at any point between two samples; what follows goes on behind it.
    public mutating func take() -> [UInt8] {
        defer { text.clear() }
        return Array(text.bytes)
    }

    /// Ends the exposition and hands out what of it was not taken.
    public consuming func finish() -> [UInt8] {
        if format == .openMetrics { text.append("# EOF\n".utf8) }
        return take()
    }

    /// Outside the generic faces, so that those cost nothing across modules.
    @usableFromInline
    mutating func sample(
        _ magnitude: UInt64,
        places: Int,
        isNegative: Bool,
        _ labels: RenderedLabels,
        _ extra: RenderedLabels
    ) {
        sample(labels, extra) { cursor in
            guard places > 0 else { return cursor.putNumber(magnitude, isNegative: isNegative) }
            cursor.putDecimal(magnitude, places: places, isNegative: isNegative)
        }
    }

    private mutating func sample(
        _ labels: RenderedLabels,
        _ extra: RenderedLabels,
        value: (inout TextCursor) -> Void
    ) {
        precondition(kind != nil && kind != .histogram, "a plain sample needs a family, not of histograms")
        line(suffix: "", labels, extra, value: value)
    }

    private mutating func line(
        suffix: StaticString,
        _ labels: RenderedLabels,
        _ extra: RenderedLabels,
        value: (inout TextCursor) -> Void
    ) {
        let (name, suffixLength) = (name, suffix.utf8CodeUnitCount)
        // Beside the pieces: braces, a comma, a space and the line's end.
        let length = name.count + suffixLength + labels.bytes.count + extra.bytes.count + 5 + TextCursor.longestNumber
        text.append(atMost: length) { cursor in
            cursor.put(name)
            if suffixLength > 0 { cursor.put(UnsafeBufferPointer(start: suffix.utf8Start, count: suffixLength)) }
            cursor.put(labels, extra)
            value(&cursor)
            cursor.put(UInt8(ascii: "\n"))
        }
    }

    private mutating func comment(_ word: String, _ heading: String, _ words: some Collection<UInt8>) {
        text.append("# \(word) \(heading) ".utf8)
        text.append(words)
        text.append(CollectionOfOne(UInt8(ascii: "\n")))
    }

    private func typeWord(of kind: MetricFamily.Kind) -> String {
        switch (kind, format) {
        case (.info, .text): "gauge"
        case (.counter, _), (.gauge, _), (.histogram, _), (.info, .openMetrics): kind.rawValue
        }
    }
}

extension TextCursor {
    /// Both sets between braces, where there are any, and the space before the value.
    fileprivate mutating func put(_ labels: RenderedLabels, _ extra: RenderedLabels) {
        if !labels.bytes.isEmpty || !extra.bytes.isEmpty {
            put(UInt8(ascii: "{"))
            put(labels.bytes)
            if !labels.bytes.isEmpty, !extra.bytes.isEmpty { put(UInt8(ascii: ",")) }
            put(extra.bytes)
            put(UInt8(ascii: "}"))
        }
        put(UInt8(ascii: " "))
    }
}
