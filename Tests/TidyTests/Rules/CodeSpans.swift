/// What a Markdown text shows as code: spans between backticks, and the lines of fenced blocks. In a manual page (mdoc)
/// every line that calls the command.
enum CodeSpans {
    static func of(_ file: TextFile) -> [(line: Int, code: String)] {
        file.path.hasSuffix(".md") ? markdown(file) : manual(file)
    }

    private static func markdown(_ file: TextFile) -> [(line: Int, code: String)] {
        var spans: [(line: Int, code: String)] = []
        var isFenced = false
        for (index, line) in file.lines.enumerated() {
            if line.drop(while: { $0 == " " }).hasPrefix("```") {
                isFenced.toggle()
            } else if isFenced {
                spans.append((index, String(line.drop { $0 == " " || $0 == "$" })))
            } else {
                spans += line.matches(of: #/`([^`]+)`/#).map { (index, String($0.1)) }
            }
        }
        return spans
    }

    /// `.Nm Cm run Op Fl -config Ar FILE` is `defib run --config FILE`.
    private static func manual(_ file: TextFile) -> [(line: Int, code: String)] {
        file.lines.enumerated().compactMap { index, line in
            guard let macro = line.firstMatch(of: #/^\.(?:It )?(Nm|Fl|Dl|Cm)\b/#) else { return nil }
            let words = line.dropFirst().split(separator: " ").flatMap { word -> [Substring] in
                switch word {
                case "It", "Op", "Ar", "Cm", "Oo", "Oc", "Pa", "Ns", "Dl", "defib": []
                case "Nm": ["defib"]
                case let word where word.hasPrefix("-"): ["-" + word]
                case "Fl": []
                default: [word]
                }
            }
            let lead = macro.1 == "Cm" ? "defib " : ""
            return (index, lead + words.joined(separator: " "))
        }
    }
}
