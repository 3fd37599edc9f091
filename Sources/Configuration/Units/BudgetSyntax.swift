internal import Engine

/// `3 per 24h`, or `none` for no limit.
enum BudgetSyntax {
    private static let form = "write a count and a window, such as '3 per 24h', or 'none' for no limit"

    static func parse(_ text: String) throws(SyntaxProblem) -> Budget? {
        guard text != "none" else { return nil }
        let words = text.split(separator: " ")
        guard words.count == 3, words[1] == "per", let count = Int(words[0]) else {
            throw SyntaxProblem("'\(text.excerpt)' is not a budget", form)
        }
        guard (0...1_000_000).contains(count) else {
            throw SyntaxProblem("'\(text.excerpt)': a budget holds 0 to 1000000 actions", form)
        }
        let window: TimeSpan
        do throws(SyntaxProblem) {
            window = try DurationSyntax.parse(String(words[2]))
        } catch {
            throw SyntaxProblem("in '\(text.excerpt)', \(error.message)", form)
        }
        guard window > .zero else { throw SyntaxProblem("'\(text.excerpt)': the window has no length", form) }
        return Budget(count: count, window: window)
    }
}
