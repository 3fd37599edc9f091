internal import Engine

/// The parser's messages that say more than what was expected.
enum Hints {
    static let term = "write a condition such as 'http.down', 'platform.running', 'count(down) >= 2' or 'signs_of_life'"
    static let atLeast = "write it as 'down(http, 4 of 5)'"

    static let counts = "write it as 'count(down) >= 2' or 'count(down, role=web) >= 2'"
    static let targets = "write it as 'count(down, role=web) >= 2'"

    static func members(of subject: String) -> [String] {
        switch subject {
        case "platform": Vocabulary.platformStates
        case "diagnosis": Vocabulary.diagnoses
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

    static func diagnosis(_ member: Token) throws(ExpressionProblem) -> Diagnosis {
        if let diagnosis = Diagnosis(rawValue: member.text) { return diagnosis }
        throw ExpressionProblem(
            member.offset,
            "there is no diagnosis \(member.description)",
            Suggestion.didYouMean(
                member.text,
                among: Vocabulary.diagnoses,
                otherwise: "diagnoses are \(Vocabulary.diagnoses.listed)"
            )
        )
    }

    /// Behind a label's value, which may have been meant to go on.
    static func afterLabel(_ token: Token) -> String? {
        guard case .word = token.kind else { return token.kind == .comma ? "a count is over one label" : nil }
        return "put quotes around a value that is no single word"
    }

    /// What people call the time that a certificate is still valid for.
    private static let certificateWords = ["certificate_age", "certificate_expiry", "cert_expiry", "cert_age"]

    static func unknownMember(_ member: Token, of subject: String) -> ExpressionProblem {
        if certificateWords.contains(member.text) {
            let meant = "did you mean 'certificate_left'? Of a certificate, its expiry is measured"
            return ExpressionProblem(member.offset, "'\(subject)' has no \(member.description)", meant)
        }
        if let word = ["platform", "diagnosis"].first(where: { $0 == subject.lowercased() }) {
            let meant = "did you mean '\(word).\(member.text)'?"
            return ExpressionProblem(member.offset, "'\(subject)' has no \(member.description)", meant)
        }
        let known = members(of: subject)
        return ExpressionProblem(
            member.offset,
            "'\(subject)' has no \(member.description)",
            Suggestion.didYouMean(member.text, among: known, otherwise: "it has \(known.listed)")
        )
    }

    static func unknownFunction(_ word: String, _ token: Token) -> ExpressionProblem {
        if Vocabulary.operators.contains(word.lowercased()) { return upperCase(word, token) }
        if ["platform", "agent", "diagnosis"].contains(word) {
            let form = "write it as '\(word).\(likely(of: word))'"
            return ExpressionProblem(token.offset, "'\(word)' is no function", form)
        }
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
        case "diagnosis": "guest_hung"
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
