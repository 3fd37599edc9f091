/// `02:00`, `24:00`: minutes after midnight.
enum TimeOfDaySyntax {
    static func parse(_ text: String) throws(SyntaxProblem) -> Int {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy(isDigit) }),
            let hours = Int(parts[0]), let minutes = Int(parts[1])
        else { throw SyntaxProblem("'\(text.excerpt)' is not a time of day", meant(text) ?? "write it as '02:00'") }
        guard minutes < 60, hours * 60 + minutes <= 1_440 else {
            throw SyntaxProblem("'\(text.excerpt)' is not a time of day", "they go from 00:00 to 24:00")
        }
        return hours * 60 + minutes
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// `2`, `2:00`, `14.30` and `02:00:00` can be told.
    private static func meant(_ text: String) -> String? {
        let parts = text.split { $0 == ":" || $0 == "." || $0 == "h" }.map { Int($0) }
        guard (1...3).contains(parts.count), let hours = parts[0], (0...23).contains(hours),
            let minutes = parts.count > 1 ? parts[1] : 0, (0...59).contains(minutes)
        else { return nil }
        return "did you mean '\(Self.text(hours * 60 + minutes))'?"
    }

    private static func text(_ minutes: Int) -> String {
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(padded(minutes / 60)):\(padded(minutes % 60))"
    }
}
