/// Spans in the unit that reads best.
enum SpanText {
    static func text(microseconds: Int) -> String {
        switch microseconds {
        case ..<1_000: "\(microseconds) µs"
        case ..<1_000_000: "\(decimal(microseconds, unit: 1_000)) ms"
        default: "\(decimal(microseconds, unit: 1_000_000)) s"
        }
    }

    /// With one digit after the point, unless that is 0.
    private static func decimal(_ value: Int, unit: Int) -> String {
        let tenths = value * 10 / unit
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
