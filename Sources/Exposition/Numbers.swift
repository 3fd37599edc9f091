extension [UInt8] {
    /// Appends the shortest text that reads back as the same double; whole numbers without exponent or point.
    mutating func appendNumber(_ value: Double) {
        if let whole = Int64(exactly: value), whole.magnitude <= 1 << 53, !(whole == 0 && value.sign == .minus) {
            appendNumber(whole)
        } else if value.isNaN {
            append(contentsOf: "NaN".utf8)
        } else if value.isInfinite {
            append(contentsOf: (value > 0 ? "+Inf" : "-Inf").utf8)
        } else {
            append(contentsOf: value.description.utf8)
        }
    }

    mutating func appendNumber(_ value: some FixedWidthInteger) {
        var magnitude = UInt64(value.magnitude)
        if value < 0 { append(UInt8(ascii: "-")) }
        appendDigits(&magnitude, atLeast: 1)
    }

    /// Appends `units` of a millionth each, exactly and without a detour by way of a double: 1500 gives `0.0015`.
    mutating func appendMillionths(_ units: some FixedWidthInteger) {
        let magnitude = UInt64(units.magnitude)
        if units < 0 { append(UInt8(ascii: "-")) }
        var (whole, fraction) = magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        appendDigits(&whole, atLeast: 1)
        guard fraction > 0 else { return }
        append(UInt8(ascii: "."))
        var width = 6
        while fraction % 10 == 0 {
            fraction /= 10
            width -= 1
        }
        appendDigits(&fraction, atLeast: width)
    }

    /// Appends decimal digits, with leading zeros up to a width; uses the number up.
    private mutating func appendDigits(_ rest: inout UInt64, atLeast width: Int) {
        let start = count
        repeat {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        while count - start < width { append(UInt8(ascii: "0")) }
        self[start...].reverse()
    }
}
