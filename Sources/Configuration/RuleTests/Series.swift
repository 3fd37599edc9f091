public import Engine

/// What something gives over time: one value after another, each for a while, the last one for ever.
public struct Series<Value: Hashable & Sendable>: Hashable, Sendable {
    public struct Segment: Hashable, Sendable {
        public var value: Value
        /// From the series' beginning.
        public var end: TimeSpan
    }

    /// Never empty.
    public private(set) var segments: [Segment]

    /// The same for ever.
    public init(_ value: Value) {
        segments = [Segment(value: value, end: .zero)]
    }

    /// Nil for none.
    init?(_ parts: [(value: Value, length: TimeSpan)]) {
        var end = TimeSpan.zero
        segments = parts.map { part in
            end = end + part.length
            return Segment(value: part.value, end: end)
        }
        if segments.isEmpty { return nil }
    }

    /// When the last value begins to be all there is.
    public var length: TimeSpan { segments[segments.count - 1].end }

    public func value(at elapsed: TimeSpan) -> Value {
        (segments.first { elapsed < $0.end } ?? segments[segments.count - 1]).value
    }
}
