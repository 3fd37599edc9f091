internal import Engine

/// An expression's text into tokens.
struct Lexer {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    /// The tokens, with one `.end` behind them.
    static func tokens(of text: String) throws(ExpressionProblem) -> [Token] {
        var lexer = Lexer(text)
        var tokens: [Token] = []
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    private init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    private mutating func next() throws(ExpressionProblem) -> Token {
        take { $0.properties.isWhitespace }
        let start = position
        guard let first = peek else { return Token(kind: .end, offset: start, text: "") }
        if Lexer.startsWord(first) {
            take(while: Lexer.continuesWord)
            return token(.word(text(from: start)), from: start)
        }
        if Lexer.isDigit(first) { return number(from: start) }
        if first == "\"" { return try quoted(from: start) }
        return try symbol(first, from: start)
    }

    /// Digits, perhaps with one point, and a unit right behind. A time may have several parts: `1m30s`.
    private mutating func number(from start: Int) -> Token {
        take { Lexer.isDigit($0) || $0 == "." }
        let digits = text(from: start)
        let unit = position
        take { Lexer.continuesWord($0) || $0 == "%" }
        return token(.number(digits: digits, unit: text(from: unit)), from: start)
    }

    /// Between double quotes anything but their like, which `\"` stands for, and `\\` for the escape itself.
    private mutating func quoted(from start: Int) throws(ExpressionProblem) -> Token {
        position += 1
        var content = String.UnicodeScalarView()
        while let scalar = peek, scalar != "\"" {
            position += 1
            guard scalar == "\\" else {
                content.append(scalar)
                continue
            }
            guard let escaped = peek, escaped == "\"" || escaped == "\\" else {
                throw ExpressionProblem(position - 1, "unexpected '\\' in a text", "write '\\\\' for a backslash")
            }
            content.append(escaped)
            position += 1
        }
        guard peek != nil else { throw ExpressionProblem(start, "the text has no end", "close it with '\"'") }
        position += 1
        return token(.text(String(content)), from: start)
    }

    private mutating func symbol(_ first: Unicode.Scalar, from start: Int) throws(ExpressionProblem) -> Token {
        for length in [2, 1] where start + length <= scalars.count {
            position = start + length
            if let kind = Lexer.symbols[text(from: start)] { return token(kind, from: start) }
        }
        position = start + 1
        take { $0 == first && Lexer.mistakes[String($0)] != nil }
        throw Lexer.unexpected(text(from: start), at: start)
    }

    private static let symbols: [String: Token.Kind] = [
        ".": .dot, ",": .comma, "(": .open, ")": .close, "<": .comparator(.less), "<=": .comparator(.lessOrEqual),
        "==": .comparator(.equal), "!=": .comparator(.notEqual), ">=": .comparator(.greaterOrEqual),
        ">": .comparator(.greater), "=": .equals,
    ]

    /// Other languages' symbols.
    private static let mistakes = ["&": "and", "|": "or", "!": "not", ":": "=", "'": "\""]

    private static func unexpected(_ text: String, at offset: Int) -> ExpressionProblem {
        let meant = text.unicodeScalars.first.flatMap { mistakes[String($0)] }
        return ExpressionProblem(
            offset,
            "unexpected '\(text.excerpt)'",
            meant.map { "did you mean '\($0)'?" }
        )
    }
}

extension Lexer {
    private var peek: Unicode.Scalar? {
        position < scalars.count ? scalars[position] : nil
    }

    private mutating func take(while belongs: (Unicode.Scalar) -> Bool) {
        while let scalar = peek, belongs(scalar) { position += 1 }
    }

    private func text(from start: Int) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[start..<position])
        return String(text)
    }

    private func token(_ kind: Token.Kind, from start: Int) -> Token {
        Token(kind: kind, offset: start, text: text(from: start))
    }

    static func startsWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "_": true
        default: false
        }
    }

    static func continuesWord(_ scalar: Unicode.Scalar) -> Bool {
        startsWord(scalar) || isDigit(scalar) || scalar == "-"
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar)
    }
}
