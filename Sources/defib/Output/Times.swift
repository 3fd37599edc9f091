import Engine

extension Timestamp {
    /// `2026-04-27 12:34:56`, in UTC.
    var dateAndTime: String { "\(date) \(timeOfDay)" }
    /// `2026-04-27`, in UTC.
    var date: String { String(description.prefix(10)) }
    /// `12:34:56`, in UTC.
    var timeOfDay: String { String(description.dropFirst(11).prefix(8)) }
}

/// Microseconds, in the unit that reads best.
func words(microseconds: some BinaryInteger) -> String {
    switch microseconds {
    case ..<1_000: "\(microseconds) µs"
    case ..<1_000_000: "\(tenths(microseconds, of: 1_000)) ms"
    default: "\(tenths(microseconds, of: 1_000_000)) s"
    }
}

private func tenths<Number: BinaryInteger>(_ value: Number, of unit: Number) -> String {
    let tenths = value * 10 / unit
    return "\(tenths / 10).\(tenths % 10)"
}
