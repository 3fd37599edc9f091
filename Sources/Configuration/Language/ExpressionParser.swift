internal import Engine

/// Recursive descent, one method a production of the grammar in `ExpressionLanguage`.
struct ExpressionParser {
    private let tokens: [Token]
    private var position = 0
    private var depth = 0
    private var mentions: [ParsedExpression.Mention] = []

    /// `tokens` must end with `.end`.
    init(_ tokens: [Token]) {
        self.tokens = tokens
    }

    mutating func parse() throws(ExpressionProblem) -> ParsedExpression {
        if current.kind == .end { throw ExpressionProblem(0, "the expression is empty", Hints.term) }
        let expression = try disjunction()
        guard current.kind == .end else { throw trailing() }
        return ParsedExpression(expression: expression, mentions: mentions)
    }

    private mutating func disjunction() throws(ExpressionProblem) -> Expression {
        var left = try conjunction()
        while take(word: "or") { left = .or(left, try conjunction()) }
        return left
    }

    private mutating func conjunction() throws(ExpressionProblem) -> Expression {
        var left = try negation()
        while take(word: "and") { left = .and(left, try negation()) }
        return left
    }

    private mutating func negation() throws(ExpressionProblem) -> Expression {
        guard current.isWord("not") else { return try term() }
        let token = advance()
        return .not(try nested(token) { parser throws(ExpressionProblem) in try parser.negation() })
    }

    private mutating func term() throws(ExpressionProblem) -> Expression {
        let token = current
        switch token.kind {
        case .open:
            advance()
            let inner = try nested(token) { parser throws(ExpressionProblem) in try parser.disjunction() }
            try expect(.close, "')' to close the '('")
            return inner
        case .word(let word):
            advance()
            return try subject(word, token)
        case .number:
            throw ExpressionProblem(
                token.offset,
                "a comparison starts with what is measured, not with \(token.description)",
                "put the number on the right, as in 'icmp.loss > 50%'"
            )
        case .dot, .comma, .close, .comparator, .equals, .end:
            throw ExpressionProblem(token.offset, "expected a condition, found \(token.description)", Hints.term)
        }
    }

    /// Bounds recursion, and with it the stack.
    private mutating func nested(
        _ token: Token,
        _ production: (inout ExpressionParser) throws(ExpressionProblem) -> Expression
    ) throws(ExpressionProblem) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= ExpressionLanguage.maximumDepth else {
            throw ExpressionProblem(token.offset, "nested too deeply")
        }
        return try production(&self)
    }

    /// What follows a whole expression but is not its end.
    private func trailing() -> ExpressionProblem {
        if current.kind == .equals { return Hints.equals(current) }
        if case .comparator = current.kind {
            return ExpressionProblem(
                current.offset,
                "comparisons do not chain, and conditions are not compared",
                "join two comparisons with 'and'"
            )
        }
        if case .word(let word) = current.kind, let meant = Suggestion.nearest(to: word, among: Vocabulary.operators) {
            return ExpressionProblem(
                current.offset,
                "expected 'and' or 'or', found \(current.description)",
                "did you mean '\(meant)'?"
            )
        }
        return ExpressionProblem(current.offset, "expected 'and', 'or' or the end, found \(current.description)")
    }
}

// MARK: - Terms

extension ExpressionParser {
    private mutating func subject(_ word: String, _ token: Token) throws(ExpressionProblem) -> Expression {
        if word == "signs_of_life" { return .signsOfLife }
        if current.kind == .open { return try call(word, token) }
        if Vocabulary.laterSubjects.contains(word) { throw Hints.later(word, token.offset) }
        guard current.kind == .dot else { throw Hints.loneWord(word, token, next: current) }
        guard !Vocabulary.reserved.contains(word) || word == "platform" else {
            throw ExpressionProblem(token.offset, "'\(word)' is a word of the language, no probe", Hints.term)
        }
        advance()
        let member = try self.member(of: word)
        switch word {
        case "platform": return .platform(try Hints.platformState(member))
        case "agent" where Vocabulary.agentStates.contains(member.text):
            return .agent(available: member.text == "available")
        default: return try probe(word, token, member)
        }
    }

    /// The word behind the dot.
    private mutating func member(of subject: String) throws(ExpressionProblem) -> Token {
        guard case .word = current.kind else {
            throw ExpressionProblem(
                current.offset,
                "expected one of \(Hints.members(of: subject).listed) after '\(subject).', found \(current.description)"
            )
        }
        return advance()
    }

    private mutating func probe(_ name: String, _ token: Token, _ member: Token) throws(ExpressionProblem) -> Expression
    {
        mention(name, member.text, token.offset)
        if let state = Expression.ProbeState(rawValue: member.text) { return .state(probe: name, state) }
        switch member.text {
        case "latency": return try comparison(.latency(probe: name), .duration, "\(name).latency")
        case "loss": return try comparison(.loss(probe: name), .percentage, "\(name).loss")
        case "status": return try comparison(.status(probe: name), .integer, "\(name).status")
        case "streak": return try comparison(.streak(probe: name), .integer, "\(name).streak")
        default: throw Hints.unknownMember(member, of: name)
        }
    }

    private mutating func mention(_ probe: String, _ member: String, _ offset: Int) {
        mentions.append(ParsedExpression.Mention(probe: probe, member: member, offset: offset))
    }

    /// `count(down)` or `down(http, 4 of 5)`, the word being read.
    private mutating func call(_ word: String, _ token: Token) throws(ExpressionProblem) -> Expression {
        if word == "count" {
            advance()
            let state = try self.state()
            if current.kind == .comma { throw Hints.later("count over a label group", current.offset) }
            try expect(.close, "')' after 'count(\(state.rawValue)'")
            return try comparison(.count(state), .integer, "count(\(state.rawValue))")
        }
        guard let state = Expression.ProbeState(rawValue: word) else { throw Hints.unknownFunction(word, token) }
        advance()
        return try atLeast(state)
    }

    private mutating func state() throws(ExpressionProblem) -> Expression.ProbeState {
        guard case .word(let word) = current.kind, let state = Expression.ProbeState(rawValue: word) else {
            throw ExpressionProblem(
                current.offset,
                "expected \(Vocabulary.states.listed), found \(current.description)",
                Suggestion.didYouMean(current.text, among: Vocabulary.states)
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

// MARK: - Comparisons

extension ExpressionParser {
    private mutating func comparison(
        _ quantity: Expression.Quantity,
        _ kind: Literal.Kind,
        _ subject: String
    ) throws(ExpressionProblem) -> Expression {
        if current.kind == .equals { throw Hints.equals(current) }
        guard case .comparator(let comparator) = current.kind else {
            throw ExpressionProblem(
                current.offset,
                "'\(subject)' is a number: expected a comparison such as '\(subject) > \(kind.example)', "
                    + "found \(current.description)"
            )
        }
        advance()
        let value = try Literal.value(of: current, as: kind, comparedWith: subject)
        advance()
        if case .comparator = current.kind { throw trailing() }
        return .comparison(quantity, comparator, value)
    }
}

// MARK: - Tokens

extension ExpressionParser {
    private var current: Token {
        tokens[position]
    }

    @discardableResult
    private mutating func advance() -> Token {
        let token = tokens[position]
        if position < tokens.count - 1 { position += 1 }
        return token
    }

    private mutating func take(word: String) -> Bool {
        guard current.isWord(word) else { return false }
        advance()
        return true
    }

    private mutating func expect(
        _ kind: Token.Kind,
        _ what: String,
        _ suggestion: String? = nil
    ) throws(ExpressionProblem) {
        guard current.kind == kind else {
            throw ExpressionProblem(current.offset, "expected \(what), found \(current.description)", suggestion)
        }
        advance()
    }
}
