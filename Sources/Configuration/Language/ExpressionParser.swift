internal import Engine

/// Recursive descent, one method a production of the grammar in `ExpressionLanguage`.
struct ExpressionParser {
    private let tokens: [Token]
    private var position = 0
    private var depth = 0
    var mentions: [ParsedExpression.Mention] = []
    var labels: [ParsedExpression.LabelMention] = []

    /// `tokens` must end with `.end`.
    init(_ tokens: [Token]) {
        self.tokens = tokens
    }

    mutating func parse() throws(ExpressionProblem) -> ParsedExpression {
        if current.kind == .end { throw ExpressionProblem(0, "the expression is empty", Hints.term) }
        let expression = try disjunction()
        guard current.kind == .end else { throw trailing() }
        return ParsedExpression(expression: expression, mentions: mentions, labels: labels)
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
        case .dot, .comma, .close, .comparator, .equals, .text, .end:
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
        guard current.kind == .dot else { throw Hints.loneWord(word, token, next: current) }
        guard !Vocabulary.reserved.contains(word) || word == "platform" || word == "diagnosis" else {
            throw ExpressionProblem(token.offset, "'\(word)' is a word of the language, no probe", Hints.term)
        }
        advance()
        let member = try self.member(of: word)
        switch word {
        case "platform": return .platform(try Hints.platformState(member))
        case "diagnosis": return .diagnosis(try Hints.diagnosis(member))
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
        case "certificate_left":
            return try comparison(.certificateLeft(probe: name), .validity, "\(name).certificate_left")
        default: throw Hints.unknownMember(member, of: name)
        }
    }

    mutating func mention(_ probe: String, _ member: String, _ offset: Int) {
        mentions.append(ParsedExpression.Mention(probe: probe, member: member, offset: offset))
    }
}

// MARK: - Comparisons

extension ExpressionParser {
    mutating func comparison(
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
    var current: Token {
        tokens[position]
    }

    @discardableResult
    mutating func advance() -> Token {
        let token = tokens[position]
        if position < tokens.count - 1 { position += 1 }
        return token
    }

    mutating func take(word: String) -> Bool {
        guard current.isWord(word) else { return false }
        advance()
        return true
    }

    mutating func take(_ kind: Token.Kind) -> Bool {
        guard current.kind == kind else { return false }
        advance()
        return true
    }

    mutating func expect(
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
