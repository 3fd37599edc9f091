extension Diagnostic: CustomStringConvertible {
    /// The longest stretch of a source line that is shown.
    private static let widestExcerpt = 160

    /// The summary, then the source line and a caret under the column, as compilers do it.
    public var description: String {
        guard let sourceLine, !sourceLine.isEmpty else { return summary }
        let (excerpt, caretColumn) = Diagnostic.excerpt(of: sourceLine, around: column)
        let indent = excerpt.unicodeScalars.prefix(max(0, caretColumn - 1)).map { $0 == "\t" ? "\t" : " " }
        return "\(summary)\n    \(excerpt)\n    \(indent.joined())^"
    }

    /// The part of a long line that holds the column, and the column within it.
    private static func excerpt(of line: String, around column: Int) -> (String, Int) {
        let scalars = Array(line.unicodeScalars)
        guard scalars.count > widestExcerpt else { return (line, min(column, scalars.count + 1)) }
        let first = max(0, min(column - widestExcerpt / 2, scalars.count - widestExcerpt))
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[first..<(first + widestExcerpt)])
        return (String(text), column - first)
    }
}

extension [Diagnostic] {
    /// All of them, each with its source line, and a newline at the end; empty for none.
    public var rendered: String {
        map { $0.description + "\n" }.joined()
    }
}
