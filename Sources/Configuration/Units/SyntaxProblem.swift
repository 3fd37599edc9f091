/// Why a text is not what its key wants.
struct SyntaxProblem: Error, Equatable {
    /// Completes a sentence after the text: `'10' has no unit`.
    var message: String
    var suggestion: String?

    init(_ message: String, _ suggestion: String? = nil) {
        self.message = message
        self.suggestion = suggestion
    }
}
