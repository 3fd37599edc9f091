internal import Engine

/// Reads an operator's own wording of notifications.
enum TemplateReader {
    static func read(_ receiver: Fields, _ context: String) -> (title: Template?, text: Template?) {
        guard let fields = receiver.section("template", .template, context) else { return (nil, nil) }
        if !fields.has("title"), !fields.has("text") {
            fields.findings.error(fields.place, "\(context) says nothing", "add 'title' or 'text', or remove it")
        }
        return (template("title", fields, isOneLine: true), template("text", fields, isOneLine: false))
    }

    /// Nil where it is missing, or after reporting what is wrong where it stands.
    private static func template(_ key: String, _ fields: Fields, isOneLine: Bool) -> Template? {
        guard let value = fields[key] else { return nil }
        guard case .scalar(let text, _) = value.content, !text.isEmpty else {
            fields.error(key, "'\(key)' in \(fields.context) must be a text, found \(value.kind)", "put it into quotes")
            return nil
        }
        if isOneLine, text.contains(where: \.isNewline) {
            fields.error(key, "'\(key)' in \(fields.context) holds a line end", "write it on one line")
            return nil
        }
        do throws(Template.Problem) { return try Template(text) } catch {
            let place = ScalarPlaces.place(of: error.offset, in: value, of: fields.findings.source)
            fields.findings.error(place, "in '\(key)' of \(fields.context): \(error.message)", remedy(for: error))
            return nil
        }
    }

    private static func remedy(for problem: Template.Problem) -> String? {
        guard let word = problem.unknown else { return nil }
        let names = Placeholder.allCases.map(\.rawValue)
        let known = "known here: \(names.listed), or 'label.NAME'"
        return Suggestion.didYouMean(word, among: names, otherwise: known)
    }
}
