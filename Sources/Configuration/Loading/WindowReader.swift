internal import Engine

/// Reads `windows`.
struct WindowReader<Files: FileSource> {
    private let findings: Findings
    private let finder: ZoneFinder<Files>

    static func readAll(_ fields: Fields, _ files: Files) -> [WindowDraft] {
        let reader = WindowReader(findings: fields.findings, finder: ZoneFinder(files))
        let drafts = fields.list("windows").compactMap(reader.read)
        refuseDuplicates(drafts, fields.findings)
        return drafts
    }

    private func read(_ value: YAMLValue) -> WindowDraft? {
        guard let fields = Fields(value, .window, WindowReader.context(value), findings) else { return nil }
        let name = fields.requiredText("name")
        let match = match(fields)
        let days = days(fields)
        let times = times(fields)
        let zone = zone(fields)
        guard let name, let match, let days, let times, let zone else { return nil }
        let window = MaintenanceWindow(
            name: name,
            match: match,
            days: days,
            from: times.from,
            to: times.to,
            zone: zone
        )
        return WindowDraft(
            window: window,
            place: fields.place,
            namePlace: fields.place(of: "name"),
            matchPlace: fields.place(ofKey: "match")
        )
    }

    private static func context(_ value: YAMLValue) -> String {
        guard case .mapping(let entries) = value.content,
            case .scalar(let text, _) = entries.first(where: { $0.key == "name" })?.value.content, !text.isEmpty
        else { return "a window" }
        return "window '\(text.excerpt)'"
    }

    /// Without `match`, a window is for every target.
    private func match(_ fields: Fields) -> Rule.Match? {
        guard fields.has("match") else { return Rule.Match() }
        return fields.section("match", .windowMatch, "'match' of \(fields.context)").map { MatchReader.read($0) }
    }

    /// Those written, in the week's order; nil where one is none.
    private func days(_ fields: Fields) -> [Weekday]? {
        guard fields.has("days") else { return [] }
        let words = fields.texts("days")
        if case .sequence(let items) = fields["days"]?.content, items.isEmpty {
            fields.error("days", "'days' in \(fields.context) lists none", "remove it for every day")
        }
        let days = words.compactMap { day($0, fields) }
        return days.count == words.count && !days.isEmpty ? Weekday.allCases.filter(days.contains) : nil
    }

    private func day(_ word: (text: String, place: Place), _ fields: Fields) -> Weekday? {
        if let day = Weekday(rawValue: word.text) { return day }
        let known = Weekday.allCases.map(\.rawValue)
        let short = String(word.text.lowercased().prefix(3))
        findings.error(
            word.place,
            "'\(word.text.excerpt)' in 'days' of \(fields.context) is no day of the week",
            known.contains(short) ? "did you mean '\(short)'?" : "days are \(known.listed)"
        )
        return nil
    }

    private func times(_ fields: Fields) -> (from: Int, to: Int)? {
        guard fields.required("from") != nil, fields.required("to") != nil,
            case let (from?, to?) = (
                fields.parsed("from", TimeOfDaySyntax.parse), fields.parsed("to", TimeOfDaySyntax.parse)
            )
        else { return nil }
        if from == 1_440 {
            fields.error("from", "'from' in \(fields.context) is the end of a day", "write '00:00'")
            return nil
        }
        if to == 0 {
            fields.error("to", "'to' in \(fields.context) is the start of a day", "write '24:00' for its end")
            return nil
        }
        if from == to {
            fields.error(
                "to",
                "\(fields.context) ends when it begins",
                "for whole days write 'from: \"00:00\", to: \"24:00\"'"
            )
            return nil
        }
        return (from, to)
    }

    private func zone(_ fields: Fields) -> Zone? {
        guard fields.has("zone") else { return .utc }
        return fields.parsed("zone") { text throws(SyntaxProblem) in try finder.zone(text) }
    }

    private static func refuseDuplicates(_ drafts: [WindowDraft], _ findings: Findings) {
        var names: [String: Place] = [:]
        for draft in drafts {
            if let first = names[draft.window.name] {
                findings.error(
                    draft.namePlace,
                    "a window named '\(draft.window.name.excerpt)' stands in line \(first.line) already",
                    "give each its own name"
                )
            }
            names[draft.window.name] = names[draft.window.name] ?? draft.place
        }
    }
}
