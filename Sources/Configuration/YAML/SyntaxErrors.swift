internal import Yams

/// What Yams says of text that is not YAML, as diagnostics with a remedy.
enum SyntaxErrors {
    static func report(_ error: YamlError, to findings: Findings) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            report(problem, context, Place(mark), to: findings)
        case .reader(let problem, _, _, _):
            findings.error(.start, "not readable as YAML: \(problem)")
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded, .duplicatedKeysInMapping:
            findings.error(.start, "not readable as YAML")
        }
    }

    private static func report(
        _ problem: String,
        _ context: YamlError.Context?,
        _ place: Place,
        to findings: Findings
    ) {
        var message = "not valid YAML: \(problem)"
        if let context, !context.text.isEmpty {
            message += " (\(context.text), begun in line \(context.mark.line))"
        }
        if Secrets.mayStand(in: findings.source.line(place.line)) { findings.hide(from: place.line, to: place.line) }
        findings.error(place, message, remedy(problem, findings.source.line(place.line), place))
    }

    private static func remedy(_ problem: String, _ line: Substring, _ place: Place) -> String? {
        let character = line.unicodeScalars.dropFirst(place.column - 1).first
        let indentation = line.unicodeScalars.prefix { $0 == " " || $0 == "\t" }
        if character == "\t" || indentation.contains("\t") { return "indent with spaces, never with tabs" }
        return remedies.first { problem.contains($0.problem) }?.remedy
    }

    /// By the words libyaml uses.
    private static let remedies: [(problem: String, remedy: String)] = [
        ("mapping values are not allowed", "quote a text that holds ': ', and align a key with its siblings"),
        ("found character that cannot start any token", "quote a text that starts with such a character"),
        ("did not find expected ',' or '}'", "separate entries with ',' and close the '{' with '}'"),
        ("did not find expected ',' or ']'", "separate items with ',' and close the '[' with ']'"),
        ("found unexpected end of stream", "close the quote"),
        ("did not find expected key", "align the keys of one mapping; quote a text that goes on after its quotes"),
        ("did not find expected '-' indicator", "align the '-' of one list"),
        ("could not find expected ':'", "put ': ' between key and value"),
        ("found another document", "remove the '---' between them"),
        ("Maximum nesting level", "nest less deeply"),
    ]
}
