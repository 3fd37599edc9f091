internal import Engine

/// What is written with parentheses: counts, and so many of the last rounds.
extension ExpressionParser {
    /// `count(down)`, `count(down, role=web)` or `down(http, 4 of 5)`, the word being read.
    mutating func call(_ word: String, _ token: Token) throws(ExpressionProblem) -> Expression {
        if word == "count" {
            advance()
            let state = try self.state()
            let quantity = take(.comma) ? try targets(state) : Expression.Quantity.count(state)
            let name = ExpressionPrinter.name(of: quantity)
            try expect(.close, "')' after '\(name.dropLast())'", Hints.afterLabel(current))
            return try comparison(quantity, .integer, name)
        }
        guard let state = Expression.ProbeState(rawValue: word) else { throw Hints.unknownFunction(word, token) }
        advance()
        return try atLeast(state)
    }

    /// `role=web`, behind the comma.
    private mutating func targets(_ state: Expression.ProbeState) throws(ExpressionProblem) -> Expression.Quantity {
        let token = current
        guard case .word(let name) = token.kind else {
            throw ExpressionProblem(token.offset, "expected a label's name, found \(token.description)", Hints.targets)
        }
        guard LabelReader.isName(name) else {
            throw ExpressionProblem(token.offset, "'\(name)' is not a label's name", LabelReader.nameForm)
        }
        advance()
        if current.kind == .comparator(.equal) {
            throw ExpressionProblem(current.offset, "unexpected '=='", "did you mean '='?")
        }
        try expect(.equals, "'=' after '\(name)'", Hints.targets)
        let label = Label(name, try labelValue(of: name))
        labels.append(ParsedExpression.LabelMention(label: label, offset: token.offset))
        return .targets(state, label)
    }

    private mutating func labelValue(of name: String) throws(ExpressionProblem) -> String {
        let token = current
        switch token.kind {
        case .word(let value), .text(let value):
            guard !value.isEmpty else {
                throw ExpressionProblem(token.offset, "no label's value is empty", Hints.targets)
            }
            advance()
            return value
        case .number:
            advance()
            return token.text
        case .dot, .comma, .open, .close, .equals, .comparator, .end:
            throw ExpressionProblem(
                token.offset,
                "expected the value of label '\(name)', found \(token.description)",
                Hints.targets
            )
        }
    }

    private mutating func state() throws(ExpressionProblem) -> Expression.ProbeState {
        guard case .word(let word) = current.kind, let state = Expression.ProbeState(rawValue: word) else {
            throw ExpressionProblem(
                current.offset,
                "expected \(Vocabulary.states.listed), found \(current.description)",
                Suggestion.didYouMean(current.text, among: Vocabulary.states, otherwise: Hints.counts)
            )
        }
        advance()
        return state
    }

    /// `http, 4 of 5)`
    private mutating func atLeast(_ state: Expression.ProbeState) throws(ExpressionProblem) -> Expression {
        let name = current
        guard case .word(let probe) = name.kind, !Vocabulary.reserved.contains(probe) else {
            throw ExpressionProblem(name.offset, "expected a probe's name, found \(name.description)", Hints.atLeast)
        }
        advance()
        mention(probe, state.rawValue, name.offset)
        try expect(.comma, "',' after '\(probe)'", Hints.atLeast)
        let hitsToken = current
        let hits = try count()
        guard take(word: "of") else {
            throw ExpressionProblem(current.offset, "expected 'of', found \(current.description)", Hints.atLeast)
        }
        let rounds = try count()
        try expect(.close, "')'", Hints.atLeast)
        guard hits <= rounds else {
            throw ExpressionProblem(hitsToken.offset, "\(hits) of \(rounds) can never be")
        }
        return .atLeast(probe: probe, state, hits: hits, rounds: rounds)
    }

    /// The engine remembers so many rounds of a probe.
    private static let mostRounds = 64

    private mutating func count() throws(ExpressionProblem) -> Int {
        guard case .number(let digits, "") = current.kind, let count = Int(digits),
            (1...ExpressionParser.mostRounds).contains(count)
        else {
            throw ExpressionProblem(
                current.offset,
                "expected a whole number from 1 to \(ExpressionParser.mostRounds), found \(current.description)",
                Hints.atLeast
            )
        }
        advance()
        return count
    }
}
