internal import Engine

/// The words of the expression language.
enum Vocabulary {
    static let states = Expression.ProbeState.allCases.map(\.rawValue)
    /// Numbers of a probe.
    static let quantities = ["latency", "loss", "status", "streak", "certificate_left"]
    static let members = states + quantities
    static let platformStates = PowerState.allCases.map(\.rawValue)
    static let agentStates = ["available", "unavailable"]
    static let diagnoses = Diagnosis.allCases.map(\.rawValue)
    static let operators = ["and", "or", "not"]
    static let functions = states + ["count"]

    /// What no probe can be called, because it means something else at the start of a term.
    static let reserved = Set(
        operators + functions + ["platform", "diagnosis", "signs_of_life", "of", "true", "false"]
    )

    static func isName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, Lexer.startsWord(first), text.utf8.count <= 64 else {
            return false
        }
        return text.unicodeScalars.allSatisfy(Lexer.continuesWord)
    }
}
