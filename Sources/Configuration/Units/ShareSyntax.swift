/// `30%`, as the share 0.3.
enum ShareSyntax {
    static func parse(_ text: String) throws(SyntaxProblem) -> Double {
        guard text.hasSuffix("%"), let number = Double(text.dropLast()), number.isFinite else {
            throw SyntaxProblem("'\(text.excerpt)' is not a percentage", meant(text) ?? "write it as '30%'")
        }
        guard (0...100).contains(number) else {
            throw SyntaxProblem("'\(text.excerpt)' is not between 0% and 100%")
        }
        return number / 100
    }

    /// `0.3` and `30` can be told.
    private static func meant(_ text: String) -> String? {
        guard let number = Double(text), (0...100).contains(number) else { return nil }
        let percent = number <= 1 ? number * 100 : number
        return "did you mean '\(NumberText.shortest(percent))%'?"
    }
}

enum NumberText {
    /// `30`, not `30.0`.
    static func shortest(_ number: Double) -> String {
        number == number.rounded() && number.magnitude < 1e15 ? String(Int64(number)) : String(number)
    }
}
