internal import Engine

/// The parser's messages that say more than what was expected.
enum Hints {
    static let term = "write a condition such as 'http.down', 'platform.running', 'count(down) >= 2' or 'signs_of_life'"
    static let atLeast = "write it as 'down(http, 4 of 5)'"

    static func later(_ what: String, _ offset: Int) -> ExpressionProblem {
        ExpressionProblem(offset, "not yet: '\(what)' belongs to a later version")
    }

    static func members(of subject: String) -> [String] {
        switch subject {
        case "platform": Vocabulary.platformStates
        case "agent": Vocabulary.agentStates + Vocabulary.members
        default: Vocabulary.members
        }
    }

    static func platformState(_ member: Token) throws(ExpressionProblem) -> PowerState {
        if let state = PowerState(rawValue: member.text) { return state }
        throw ExpressionProblem(
            member.offset,
            "the platform knows no state \(member.description)",
            Suggestion.didYouMean(
                member.text,
                among: Vocabulary.platformStates,
                otherwise: "its states are \(Vocabulary.platformStates.listed)"
            )
        )
    }

    static func unknownMember(_ member: Token, of subject: String) -> ExpressionProblem {
        guard !Vocabulary.laterMembers.contains(member.text) else { return later(member.text, member.offset) }
        let known = members(of: subject)
        return ExpressionProblem(
            member.offset,
            "'\(subject)' has no \(member.description)",
            Suggestion.didYouMean(member.text, among: known, otherwise: "it has \(known.listed)")
        )
    }

    static func unknownFunction(_ word: String, _ token: Token) -> ExpressionProblem {
        if Vocabulary.operators.contains(word.lowercased()) { return upperCase(word, token) }
        return ExpressionProblem(
            token.offset,
            "there is no function '\(word)'",
            Suggestion.didYouMean(
                word,
                among: Vocabulary.functions,
                otherwise: "functions are \(Vocabulary.functions.listed)"
            )
        )
    }

    /// A word without a dot behind it.
    static func loneWord(_ word: String, _ token: Token, next: Token) -> ExpressionProblem {
        if Vocabulary.operators.contains(word) {
            return ExpressionProblem(token.offset, "expected a condition, found '\(word)'", term)
        }
        if Vocabulary.operators.contains(word.lowercased()) { return upperCase(word, token) }
        if Vocabulary.functions.contains(word) {
            let form = word == "count" ? "write it as 'count(down) >= 2'" : "name the probe first: 'http.\(word)'"
            return ExpressionProblem(token.offset, "'\(word)' alone is no condition", form)
        }
        let meant = Suggestion.nearest(to: word, among: ["signs_of_life"]).map { "did you mean '\($0)'?" }
        return ExpressionProblem(
            next.offset,
            "expected '.' after '\(word)', found \(next.description)",
            meant ?? "did you mean '\(word).\(likely(of: word))'?"
        )
    }

    private static func likely(of subject: String) -> String {
        switch subject {
        case "platform": "running"
        case "agent": "available"
        default: "down"
        }
    }

    static func equals(_ token: Token) -> ExpressionProblem {
        ExpressionProblem(token.offset, "unexpected '='", "did you mean '=='?")
    }

    private static func upperCase(_ word: String, _ token: Token) -> ExpressionProblem {
        ExpressionProblem(token.offset, "unexpected '\(word)'", "did you mean '\(word.lowercased())'?")
    }
}
