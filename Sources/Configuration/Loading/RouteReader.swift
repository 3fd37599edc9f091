internal import Engine

/// Reads `routes`.
enum RouteReader {
    static func readAll(_ fields: Fields, receivers: [ReceiverDraft]) -> [Route] {
        fields.list("routes").compactMap { read($0, fields.findings, known: receivers.map(\.settings.name)) }
    }

    private static func read(_ value: YAMLValue, _ findings: Findings, known: [String]) -> Route? {
        guard let fields = Fields(value, .route, "a route", findings) else { return nil }
        let severity = fields.section("match", .routeMatch, "'match' of a route").flatMap { $0.severity() }
        let names = fields.texts("receivers")
        if fields.required("receivers") != nil, names.isEmpty {
            fields.error("receivers", "a route has no receivers")
        }
        for name in names where !known.contains(name.text) {
            findings.error(
                name.place,
                "there is no receiver '\(name.text.excerpt)'",
                Suggestion.didYouMean(name.text, among: known, otherwise: "define it under 'receivers'")
            )
        }
        return Route(severity: severity, receivers: names.map(\.text))
    }
}

extension Fields {
    /// How loudly a notification asks for a person.
    func severity() -> String? {
        choice("severity", ["page", "critical", "warning", "info"].map { ($0, $0) })
    }
}
