internal import Engine

/// `70s`, `70s..80s`, `..12m`, `5m..`, `4m15s ± 10s`: times from the test's beginning, ends included.
enum MomentSyntax {
    private static let form = "write '70s', '70s..80s', '..12m', '5m..' or '4m ± 10s'"

    static func parse(_ text: String) throws(SyntaxProblem) -> Moment {
        let plain = text.filter { !$0.isWhitespace }
        if let split = plain.firstRange(of: "..") {
            return try range(plain[..<split.lowerBound], plain[split.upperBound...], text)
        }
        let parts = plain.split(separator: "±", omittingEmptySubsequences: false)
        let middle = try time(parts[0], text)
        guard parts.count > 1 else { return Moment(from: middle, to: middle) }
        guard parts.count == 2 else { throw SyntaxProblem("'\(text.excerpt)' is no moment", form) }
        let slack = try time(parts[1], text)
        return Moment(from: max(.zero, middle - slack), to: middle + slack)
    }

    private static func range(_ from: Substring, _ to: Substring, _ text: String) throws(SyntaxProblem) -> Moment {
        guard !from.isEmpty || !to.isEmpty else { throw SyntaxProblem("'\(text.excerpt)' is no moment", form) }
        let first = from.isEmpty ? TimeSpan.zero : try time(from, text)
        guard !to.isEmpty else { return Moment(from: first, to: nil) }
        let last = try time(to, text)
        guard first <= last else { throw SyntaxProblem("'\(text.excerpt)' ends before it begins", "swap its ends") }
        return Moment(from: first, to: last)
    }

    private static func time(_ part: Substring, _ text: String) throws(SyntaxProblem) -> TimeSpan {
        do throws(SyntaxProblem) {
            return try DurationSyntax.parse(String(part))
        } catch {
            throw SyntaxProblem("in '\(text.excerpt)', \(error.message)", error.suggestion ?? form)
        }
    }
}
