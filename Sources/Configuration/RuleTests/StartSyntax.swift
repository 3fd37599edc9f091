internal import Engine

/// The wall clock at a test's beginning: `2026-03-29T00:55:00Z`, seconds left out or not.
enum StartSyntax {
    private static let form = "write a time in UTC, such as '2026-03-29T00:55:00Z'"

    static func parse(_ text: String) throws(SyntaxProblem) -> Timestamp {
        let problem = SyntaxProblem("'\(text.excerpt)' is no time in UTC", form)
        guard text.hasSuffix("Z"), text.utf8.count >= 17 else { throw problem }
        let numbers = text.dropLast().split(omittingEmptySubsequences: false) { "-T:".contains($0) }
        let values = numbers.compactMap { $0.utf8.allSatisfy(isDigit) ? Int64($0) : nil }
        guard values.count == numbers.count, values.count == 5 || values.count == 6 else { throw problem }
        let (year, month, day, hour, minute) = (values[0], values[1], values[2], values[3], values[4])
        let second = values.count == 6 ? values[5] : 0
        guard (2000...2100).contains(year), (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60,
            second < 60
        else { throw problem }
        let seconds = days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second
        let moment = Timestamp(milliseconds: seconds * 1_000)
        // 31 February would be a day of March.
        guard moment.description.hasPrefix(text.prefix(10)) else { throw problem }
        return moment
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Since 1970, by the Gregorian calendar; years begin on 1 March, so that a leap day comes last.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let years = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return years * 365 + years / 4 - years / 100 + years / 400 + dayOfYear - 719_468
    }
}
