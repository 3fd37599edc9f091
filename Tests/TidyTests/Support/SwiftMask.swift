/// Blanks comments and literals in Swift source, byte for byte, lines kept. It knows as much of the lexer as that takes:
/// nested block comments, raw and multi-line strings, interpolations within them, and regex literals.
struct SwiftMask {
    private let source: [UInt8]
    private var result: [UInt8]
    private var position = 0

    init(_ text: String) {
        source = Array(text.utf8)
        result = []
        result.reserveCapacity(source.count)
    }

    mutating func masked() -> String {
        code(untilParenthesis: false)
        return String(decoding: result, as: UTF8.self)
    }

    // MARK: Code

    /// Copies code up to the end, or up to the parenthesis that closes an interpolation.
    private mutating func code(untilParenthesis: Bool) {
        var depth = 0
        while let byte = peek() {
            if starts(with: "//") {
                lineComment()
            } else if starts(with: "/*") {
                blockComment()
            } else if let hashes = literalAhead() {
                literal(hashes: hashes)
            } else {
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") { depth -= 1 }
                if untilParenthesis, depth < 0 { return }
                keep()
            }
        }
    }

    private mutating func lineComment() {
        while let byte = peek(), byte != newline { blank() }
    }

    private mutating func blockComment() {
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                blank(2)
            } else if starts(with: "*/") {
                depth -= 1
                blank(2)
            } else {
                blank()
            }
        } while depth > 0 && position < source.count
    }

    // MARK: Literals

    /// How many `#` open the literal that begins here; nil where none does.
    private func literalAhead() -> Int? {
        var hashes = 0
        while peek(hashes) == UInt8(ascii: "#") { hashes += 1 }
        let opener = peek(hashes)
        return opener == quote || (hashes > 0 && opener == UInt8(ascii: "/")) ? hashes : nil
    }

    private mutating func literal(hashes: Int) {
        keep(hashes)
        let isRegex = peek() == UInt8(ascii: "/")
        let delimiter = isRegex ? "/" : starts(with: "\"\"\"") ? "\"\"\"" : "\""
        keep(delimiter.utf8.count)
        let end = delimiter + String(repeating: "#", count: hashes)
        let escape = "\\" + String(repeating: "#", count: hashes)
        while peek() != nil {
            if starts(with: end) {
                keep(end.utf8.count)
                return
            }
            if !isRegex, starts(with: escape + "(") {
                interpolation(opener: escape.utf8.count + 1)
            } else if !isRegex, starts(with: escape) {
                blank(escape.utf8.count + 1)
            } else {
                blank()
            }
        }
    }

    private mutating func interpolation(opener: Int) {
        blank(opener)
        code(untilParenthesis: true)
        blank()
    }

    // MARK: Bytes

    private var newline: UInt8 { UInt8(ascii: "\n") }
    private var quote: UInt8 { UInt8(ascii: "\"") }

    private func peek(_ offset: Int = 0) -> UInt8? {
        position + offset < source.count ? source[position + offset] : nil
    }

    private func starts(with text: String) -> Bool {
        var index = position
        for byte in text.utf8 {
            guard index < source.count, source[index] == byte else { return false }
            index += 1
        }
        return true
    }

    private mutating func keep(_ count: Int = 1) {
        for _ in 0..<count {
            guard let byte = peek() else { return }
            result.append(byte)
            position += 1
        }
    }

    private mutating func blank(_ count: Int = 1) {
        for _ in 0..<count {
            guard let byte = peek() else { return }
            result.append(byte == newline ? newline : UInt8(ascii: " "))
            position += 1
        }
    }
}
