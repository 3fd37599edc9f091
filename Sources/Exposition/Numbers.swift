extension TextCursor {
    /// The longest number there is in any of these forms.
    static let longestNumber = 32

    /// The shortest text that reads back as the same double; whole numbers without exponent or point.
    mutating func putNumber(_ value: Double) {
        if let whole = Int64(exactly: value), whole.magnitude <= 1 << 53, !(whole == 0 && value.sign == .minus) {
            putNumber(whole.magnitude, isNegative: whole < 0)
        } else if value.isNaN {
            put("NaN".utf8)
        } else if value.isInfinite {
            put((value > 0 ? "+Inf" : "-Inf").utf8)
        } else {
            put(value.description.utf8)
        }
    }

    mutating func putNumber(_ magnitude: UInt64, isNegative: Bool = false) {
        if isNegative { put(UInt8(ascii: "-")) }
        putDigits(magnitude, TextCursor.width(of: magnitude))
    }

    /// So many units, each the tenth part of one to the power of `places`, exactly and without a detour by way of a double:
    /// 1500 with six places gives `0.0015`.
    mutating func putDecimal(_ magnitude: UInt64, places: Int, isNegative: Bool = false) {
        let unit = TextCursor.powers[places]
        var fraction = magnitude % unit
        putNumber(magnitude / unit, isNegative: isNegative)
        guard fraction > 0 else { return }
        put(UInt8(ascii: "."))
        var width = places
        while fraction % 10 == 0 {
            fraction /= 10
            width -= 1
        }
        putDigits(fraction, width)
    }

    private mutating func putDigits(_ magnitude: UInt64, _ width: Int) {
        var rest = magnitude
        putBackwards(width) {
            let (more, digit) = rest.quotientAndRemainder(dividingBy: 10)
            rest = more
            return UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
        }
    }

    private static func width(of magnitude: UInt64) -> Int {
        var width = 1
        var limit: UInt64 = 10
        while magnitude >= limit {
            width += 1
            let (next, overflow) = limit.multipliedReportingOverflow(by: 10)
            guard !overflow else { return width }
            limit = next
        }
        return width
    }

    private static let powers: [UInt64] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
}
