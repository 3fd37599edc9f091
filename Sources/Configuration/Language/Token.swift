internal import Engine

/// One word of an expression, with where it starts: counted in Unicode scalars from 0.
struct Token: Equatable {
    enum Kind: Equatable {
        /// `http`, `signs_of_life`, `web-2`
        case word(String)
        /// `500ms`, `50%`, `3`: digits and unit as written.
        case number(digits: String, unit: String)
        /// `"web server"`: what is between the quotes, escapes resolved.
        case text(String)
        case dot, comma, open, close
        /// `=`, which is no comparator.
        case equals
        case comparator(Expression.Comparator)
        case end
    }

    var kind: Kind
    var offset: Int
    /// As written; empty at the end.
    var text: String

    /// As messages call it.
    var description: String {
        kind == .end ? "the end" : "'\(text.excerpt)'"
    }

    func isWord(_ word: String) -> Bool {
        kind == .word(word)
    }
}
