internal import Engine

/// `250ms`, `90s`, `1m30s`, `24h`, `7d`: whole numbers with units, largest unit first, each at most once.
enum DurationSyntax {
    static let units: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
    ]
    /// Nothing Defib waits for lasts longer, and sums of such spans stay far from overflow.
    private static let longest = TimeSpan.hours(24 * 365 * 10)
    private static let form = "write whole numbers with a unit (ms, s, m, h, d), such as '90s' or '1m30s'"

    static func parse(_ text: String) throws(SyntaxProblem) -> TimeSpan {
        let parts = try split(text)
        var total: Int64 = 0
        var last = Int64.max
        for (digits, unit) in parts {
            guard let size = size(of: unit) else { throw unitProblem(text, digits, unit) }
            guard size < last else { throw SyntaxProblem("'\(text.excerpt)' has its units out of order", form) }
            guard let count = Int64(digits) else { throw decimalProblem(text, digits, size) }
            let (product, isTooLong) = count.multipliedReportingOverflow(by: size)
            guard !isTooLong, product <= longest.milliseconds, total + product <= longest.milliseconds else {
                throw SyntaxProblem("'\(text.excerpt)' is longer than ten years")
            }
            total += product
            last = size
        }
        return TimeSpan(milliseconds: total)
    }

    private static func size(of unit: String) -> Int64? {
        units.first { $0.name == unit }?.milliseconds
    }

    /// `1m30s` into `1`, `m` and `30`, `s`; digits may hold a point, units anything but digits.
    private static func split(_ text: String) throws(SyntaxProblem) -> [(digits: String, unit: String)] {
        var rest = Substring(text)
        var parts: [(String, String)] = []
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
            guard !digits.isEmpty else { throw SyntaxProblem("'\(text.excerpt)' is not a length of time", form) }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { !($0.isASCII && $0.isNumber) }
            rest = rest.dropFirst(unit.count)
            parts.append((String(digits), String(unit)))
        }
        guard !parts.isEmpty else { throw SyntaxProblem("a length of time is missing", form) }
        return parts
    }

    private static func unitProblem(_ text: String, _ digits: String, _ unit: String) -> SyntaxProblem {
        guard !unit.isEmpty else {
            return SyntaxProblem("'\(text.excerpt)' has no unit", "did you mean '\(text)s'?")
        }
        let word = unit.filter { !$0.isWhitespace }.lowercased()
        let meant = units.map(\.name).first { $0 == word } ?? longForms.first { $0.words.contains(word) }?.unit
        let remedy = meant.map { "did you mean '\(digits)\($0)'?" } ?? form
        return SyntaxProblem("'\(text.excerpt)' has the unknown unit '\(word.excerpt)'", remedy)
    }

    private static let longForms: [(unit: String, words: Set<String>)] = [
        ("ms", ["msec", "msecs", "millis", "millisecond", "milliseconds"]),
        ("s", ["sec", "secs", "second", "seconds"]),
        ("m", ["min", "mins", "minute", "minutes"]),
        ("h", ["hr", "hrs", "hour", "hours"]),
        ("d", ["day", "days"]),
    ]

    /// `1.5h`: not whole, but what it would be in whole numbers can be said.
    private static func decimalProblem(_ text: String, _ digits: String, _ size: Int64) -> SyntaxProblem {
        let problem = "'\(text.excerpt)' is not in whole numbers"
        guard let number = Double(digits), number * Double(size) < Double(longest.milliseconds) else {
            return SyntaxProblem(problem, form)
        }
        let span = TimeSpan(milliseconds: Int64((number * Double(size)).rounded()))
        return SyntaxProblem(problem, "did you mean '\(span)'?")
    }
}
