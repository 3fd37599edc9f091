internal import Engine

/// Expressions as canonical text: parentheses only where the grammar needs them.
enum ExpressionPrinter {
    /// How tightly a production binds.
    private enum Level: Int {
        case or, and, not
    }

    static func text(of expression: Expression) -> String {
        text(expression, within: .or)
    }

    private static func text(_ expression: Expression, within level: Level) -> String {
        switch expression {
        case .or(let left, let right):
            // Chains are read from the left, so that a right side of the same kind needs parentheses.
            return parenthesised("\(text(left, within: .or)) or \(text(right, within: .and))", when: level != .or)
        case .and(let left, let right):
            return parenthesised("\(text(left, within: .and)) and \(text(right, within: .not))", when: level == .not)
        case .not(let inner): return "not \(text(inner, within: .not))"
        case .state(let probe, let state): return "\(probe).\(state.rawValue)"
        case .atLeast(let probe, let state, let hits, let rounds):
            return "\(state.rawValue)(\(probe), \(hits) of \(rounds))"
        case .platform(let state): return "platform.\(state.rawValue)"
        case .agent(let available): return available ? "agent.available" : "agent.unavailable"
        case .signsOfLife: return "signs_of_life"
        case .diagnosis(let diagnosis): return "diagnosis.\(diagnosis.rawValue)"
        case .comparison(let quantity, let comparator, let value):
            return "\(name(of: quantity)) \(comparator.rawValue) \(literal(value, for: quantity))"
        }
    }

    private static func parenthesised(_ text: String, when isNeeded: Bool) -> String {
        isNeeded ? "(\(text))" : text
    }

    static func name(of quantity: Expression.Quantity) -> String {
        switch quantity {
        case .latency(let probe): "\(probe).latency"
        case .loss(let probe): "\(probe).loss"
        case .status(let probe): "\(probe).status"
        case .streak(let probe): "\(probe).streak"
        case .count(let state): "count(\(state.rawValue))"
        case .targets(let state, let label): "count(\(state.rawValue), \(label.name)=\(labelValue(label.value)))"
        case .certificateLeft(let probe): "\(probe).certificate_left"
        }
    }

    /// As it is where one word or number says it, else in quotes.
    private static func labelValue(_ value: String) -> String {
        let isPlain = value.unicodeScalars.allSatisfy(Lexer.continuesWord) && !value.hasPrefix("-") && !value.isEmpty
        guard !isPlain else { return value }
        return "\"" + value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private static func literal(_ value: Double, for quantity: Expression.Quantity) -> String {
        switch quantity {
        case .latency, .certificateLeft: TimeSpan(milliseconds: Int64((value * 1_000).rounded())).description
        case .loss: percentage(value)
        case .status, .streak, .count, .targets: NumberText.shortest(value)
        }
    }

    /// The shortest percentage that is read as the very same share: `100 × share` alone may be one bit off.
    private static func percentage(_ share: Double) -> String {
        let percent = share * 100
        let candidates = [
            percent.rounded(), (percent * 100).rounded() / 100, percent, percent.nextUp, percent.nextDown,
        ]
        let exact = candidates.first { $0 / 100 == share } ?? percent
        return NumberText.shortest(exact) + "%"
    }
}
