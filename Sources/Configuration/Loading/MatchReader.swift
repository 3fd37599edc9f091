internal import Engine

/// Reads which targets a rule or a window is for.
enum MatchReader {
    static func read(_ match: Fields) -> Rule.Match {
        let labels = LabelReader.read(match, "labels")
        let names = match.texts("names")
        if match.has("names"), names.isEmpty { match.error("names", "'names' in \(match.context) lists none") }
        return Rule.Match(labels: labels, names: names.map(\.text))
    }

    /// Why nothing is matched, as far as it can be told.
    static func remedy(_ match: Rule.Match, _ targets: [TargetDraft]) -> String? {
        let names = targets.map(\.target.name)
        let missing = match.names.first { !names.contains($0) }
        let label = match.labels.first { label in !targets.contains { $0.target.labels.contains(label) } }
        return missing.flatMap { Suggestion.didYouMean($0, among: names) }
            ?? label.map { "no target has the label \($0.name): \($0.value.excerpt)" }
    }
}
