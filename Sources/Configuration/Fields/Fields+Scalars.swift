internal import Engine

extension Fields {
    /// The scalar's text; nil where the key is missing.
    func text(_ key: String) -> String? {
        self[key].flatMap { scalar($0, "'\(key)'") }
    }

    func requiredText(_ key: String) -> String? {
        required(key).flatMap { scalar($0, "'\(key)'") }
    }

    /// A text on one line, without control characters: what goes into requests, paths and names.
    func scalar(_ value: YAMLValue, _ what: String) -> String? {
        guard case .scalar(let text, _) = value.content else {
            findings.error(value.place, "\(what) in \(context) must be a text, found \(value.kind)")
            return nil
        }
        guard !text.isEmpty else {
            findings.error(value.place, "\(what) in \(context) is empty")
            return nil
        }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            findings.error(
                value.place,
                "\(what) in \(context) holds a line end or another control character",
                "write it on one line"
            )
            return nil
        }
        return text
    }

    /// Reads with one of the syntaxes of `Units`.
    func parsed<T>(_ key: String, _ parse: (String) throws(SyntaxProblem) -> T) -> T? {
        guard let text = text(key) else { return nil }
        return attempt(place(of: key), "'\(key)'", text, parse)
    }

    /// A text with an `@` may be a URL with credentials, and is not quoted.
    func attempt<T>(_ place: Place, _ what: String, _ text: String, _ parse: (String) throws(SyntaxProblem) -> T) -> T?
    {
        if text.contains("@") { findings.hide(from: place.line, to: place.line) }
        do throws(SyntaxProblem) {
            return try parse(text)
        } catch {
            findings.error(place, "\(what) in \(context): \(error.message)", error.suggestion)
            return nil
        }
    }

    func duration(_ key: String, atLeast least: TimeSpan = .zero) -> TimeSpan? {
        guard let span = parsed(key, DurationSyntax.parse) else { return nil }
        guard span >= least else {
            error(key, "'\(key)' in \(context) is \(span), but must be at least \(least)")
            return nil
        }
        return span
    }

    func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(key) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            error(
                key,
                "'\(key)' in \(context) is '\(text.excerpt)', but must be a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
            return nil
        }
        return number
    }

    /// A path, taken from the folder of the file that names it.
    func path(_ key: String) -> String? {
        text(key).map { Paths.resolve($0, in: findings.directory) }
    }

    /// The path of a file that holds a secret. What looks like the secret itself is refused and not quoted.
    func secretPath(_ key: String) -> String? {
        guard let text = text(key) else { return nil }
        guard text.utf8.count < 20 || text.contains("/") || text.contains(".") else {
            findings.hide(from: place(ofKey: key).line, to: place(of: key).line)
            error(
                key,
                "'\(key)' in \(context) names a file, but this looks like the secret itself",
                "write a path with a '/'"
            )
            return nil
        }
        return Paths.resolve(text, in: findings.directory)
    }

    /// A URL, parsed and as written.
    func url(_ key: String, schemes: [String]) -> (text: String, parts: URLSyntax)? {
        guard let text = text(key),
            let parts = attempt(
                place(of: key),
                "'\(key)'",
                text,
                { text throws(SyntaxProblem) in try URLSyntax.parse(text, schemes: schemes) }
            )
        else { return nil }
        return (text, parts)
    }

    func flag(_ key: String) -> Bool? {
        choice(key, [("true", true), ("false", false)])
    }

    /// One of a few words.
    func choice<T>(_ key: String, _ choices: [(word: String, value: T)]) -> T? {
        guard let text = text(key) else { return nil }
        if let choice = choices.first(where: { $0.word == text }) { return choice.value }
        let words = choices.map(\.word)
        error(
            key,
            "'\(key)' in \(context) is '\(text.excerpt)', but must be \(words.listed)",
            Suggestion.didYouMean(text, among: words)
        )
        return nil
    }
}
