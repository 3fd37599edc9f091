internal import Engine

/// A condition as read, and where it names probes and labels.
struct DraftedCondition {
    var condition: Condition
    var place: Place
    var mentions: [PlacedMention]
    var labels: [PlacedLabel]
}

/// Reads an expression in whatever style of YAML it is written, so that what is wrong in it is shown where it stands.
enum ConditionReader {
    /// Nil after reporting why there is none.
    static func read(_ key: String, in fields: Fields) -> DraftedCondition? {
        guard let value = fields.required(key) else { return nil }
        guard case .scalar(let text, _) = value.content else {
            fields.error(key, "'\(key)' in \(fields.context) must be an expression, found \(value.kind)")
            return nil
        }
        let source = fields.findings.source
        do throws(ExpressionProblem) {
            return drafted(try ExpressionLanguage.parsed(text), text, value, source)
        } catch {
            let place = ScalarPlaces.place(of: error.offset, in: value, of: source)
            fields.findings.error(place, "in '\(key)' of \(fields.context): \(error.message)", error.suggestion)
            return nil
        }
    }

    private static func drafted(
        _ parsed: ParsedExpression,
        _ text: String,
        _ value: YAMLValue,
        _ source: SourceText
    ) -> DraftedCondition {
        func place(_ offset: Int) -> Place { ScalarPlaces.place(of: offset, in: value, of: source) }
        let written = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return DraftedCondition(
            condition: Condition(text: written, expression: parsed.expression),
            place: value.place,
            mentions: parsed.mentions.map {
                PlacedMention(probe: $0.probe, member: $0.member, place: place($0.offset))
            },
            labels: parsed.labels.map { PlacedLabel(label: $0.label, place: place($0.offset)) }
        )
    }
}
