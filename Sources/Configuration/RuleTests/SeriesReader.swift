internal import Engine

/// Reads series where they stand in a file, so that what is wrong in one is shown at its column.
enum SeriesReader {
    static func probe(
        _ value: YAMLValue,
        _ what: String,
        _ fields: Fields,
        _ probe: ProbeDefinition
    ) -> Series<ProbeAnswer>? {
        let syntax = AnswerSyntax(probe: probe)
        return read(value, what, fields, round: probe.interval) { item throws(SeriesProblem) in
            try syntax.answer(item)
        }
    }

    static func platform(_ key: String, _ fields: Fields, sweep: TimeSpan) -> Series<PlatformWord>? {
        guard let value = fields[key] else { return nil }
        return read(value, "'\(key)'", fields, round: sweep) { item throws(SeriesProblem) in
            try platformWord(item)
        }
    }

    private static func platformWord(_ item: SeriesItem) throws(SeriesProblem) -> PlatformWord {
        if let detail = item.details.first {
            throw SeriesProblem(detail.offset, "a state of the platform has no details", "remove the parentheses")
        }
        if item.word == "absent" { return .absent }
        guard let state = PowerState(rawValue: item.word) else {
            let words = PowerState.allCases.map(\.rawValue) + ["absent"]
            throw SeriesProblem(
                item.offset,
                "'\(item.word.excerpt)' is no state of the platform",
                Suggestion.didYouMean(item.word, among: words, otherwise: "states are \(words.listed)")
            )
        }
        return .state(state)
    }

    private static func read<Value>(
        _ value: YAMLValue,
        _ what: String,
        _ fields: Fields,
        round: TimeSpan,
        _ meaning: @escaping (SeriesItem) throws(SeriesProblem) -> Value
    ) -> Series<Value>? {
        guard case .scalar(let text, _) = value.content else {
            fields.findings.error(
                value.place,
                "\(what) in \(fields.context) must be a series, found \(value.kind)",
                "such as 'up x12 down for 5m up'"
            )
            return nil
        }
        do throws(SeriesProblem) {
            return try SeriesSyntax(round: round, meaning: meaning).parse(text)
        } catch {
            let place = ScalarPlaces.place(of: error.offset, in: value, of: fields.findings.source)
            fields.findings.error(place, "in \(what) of \(fields.context): \(error.message)", error.suggestion)
            return nil
        }
    }
}
