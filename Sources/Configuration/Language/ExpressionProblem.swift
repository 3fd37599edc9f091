/// What is wrong in an expression, and where: counted in Unicode scalars from the expression's start.
public struct ExpressionProblem: Error, Hashable, Sendable {
    public var offset: Int
    public var message: String
    public var suggestion: String?

    init(_ offset: Int, _ message: String, _ suggestion: String? = nil) {
        self.offset = offset
        self.message = message
        self.suggestion = suggestion
    }
}
