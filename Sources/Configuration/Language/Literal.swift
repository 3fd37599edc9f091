internal import Engine

/// A literal's value in the unit the engine compares in.
enum Literal {
    enum Kind {
        /// Of moments, and of what lasts for days.
        case duration, validity
        case percentage, integer

        var example: String {
            switch self {
            case .duration: "500ms"
            case .validity: "7d"
            case .percentage: "50%"
            case .integer: "3"
            }
        }

        var name: String {
            switch self {
            case .duration, .validity: "a length of time"
            case .percentage: "a percentage"
            case .integer: "a whole number"
            }
        }
    }

    /// Durations in seconds, percentages as shares of 1.
    static func value(of token: Token, as kind: Kind, comparedWith subject: String) throws(ExpressionProblem) -> Double
    {
        guard case .number(let digits, let unit) = token.kind else {
            throw ExpressionProblem(
                token.offset,
                "'\(subject)' is compared with \(kind.name) such as '\(kind.example)', found \(token.description)"
            )
        }
        guard hasUnit(unit, of: kind) || digits.contains(".") else {
            throw mismatch(token, kind, subject)
        }
        switch kind {
        case .duration, .validity:
            return try attempt(token) { () throws(SyntaxProblem) in try DurationSyntax.parse(token.text).seconds }
        case .percentage: return try attempt(token) { () throws(SyntaxProblem) in try ShareSyntax.parse(token.text) }
        case .integer:
            guard let number = Int(digits), number <= 1_000_000_000, unit.isEmpty else {
                throw mismatch(token, kind, subject)
            }
            return Double(number)
        }
    }

    private static func hasUnit(_ unit: String, of kind: Kind) -> Bool {
        switch kind {
        case .integer: unit.isEmpty
        case .percentage: unit == "%"
        case .duration, .validity: !unit.isEmpty && unit != "%"
        }
    }

    private static func mismatch(_ token: Token, _ kind: Kind, _ subject: String) -> ExpressionProblem {
        let isBare = token.text.allSatisfy(\.isNumber)
        let meant: String? =
            switch kind {
            case .duration where isBare: "did you mean '\(token.text)ms' or '\(token.text)s'?"
            case .validity where isBare: "did you mean '\(token.text)d'?"
            case .percentage where isBare: "did you mean '\(token.text)%'?"
            case .duration, .validity, .percentage, .integer: "write it as '\(kind.example)'"
            }
        return ExpressionProblem(
            token.offset,
            "'\(subject)' is compared with \(kind.name), found \(token.description)",
            meant
        )
    }

    private static func attempt(
        _ token: Token,
        _ parse: () throws(SyntaxProblem) -> Double
    ) throws(ExpressionProblem) -> Double {
        do throws(SyntaxProblem) {
            return try parse()
        } catch {
            throw ExpressionProblem(token.offset, error.message, error.suggestion)
        }
    }
}
