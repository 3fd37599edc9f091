public import Engine

/// A length of time as it is typed at a prompt, in the configuration's own form.
public enum LengthOfTime {
    public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
        public var description: String
    }

    public static func parse(_ text: String) throws(Problem) -> TimeSpan {
        do throws(SyntaxProblem) {
            return try DurationSyntax.parse(text)
        } catch {
            throw Problem(description: error.message + (error.suggestion.map { "; \($0)" } ?? ""))
        }
    }
}
