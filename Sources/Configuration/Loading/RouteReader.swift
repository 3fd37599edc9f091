internal import Engine

/// Reads `routes`.
enum RouteReader {
    /// Shorter, it would be noise that people learn to overlook.
    private static let leastReminder = TimeSpan.minutes(5)

    static func readAll(_ fields: Fields, receivers: [ReceiverDraft]) -> [RouteDraft] {
        fields.list("routes").compactMap { read($0, fields.findings, known: receivers.map(\.settings.name)) }
    }

    private static func read(_ value: YAMLValue, _ findings: Findings, known: [String]) -> RouteDraft? {
        guard let fields = Fields(value, .route, "a route", findings) else { return nil }
        var route = Route(receivers: receivers(fields, findings, known))
        let match = fields.section("match", .routeMatch, "'match' of a route")
        if let match {
            route.severity = match.severity()
            route.match = MatchReader.read(match)
            route.rules = match.texts("rules").map(\.text)
            if match.has("rules"), route.rules.isEmpty {
                match.error("rules", "'rules' in \(match.context) lists none")
            }
        }
        route.remindEvery = fields.duration("remind", atLeast: leastReminder)
        route.goesOn = fields.flag("continue") ?? false
        return RouteDraft(
            route: route,
            place: fields.place,
            matchPlace: fields.place(ofKey: "match"),
            rulesPlace: match?.place(of: "rules") ?? fields.place
        )
    }

    private static func receivers(_ fields: Fields, _ findings: Findings, _ known: [String]) -> [String] {
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
        return names.map(\.text)
    }
}

extension Fields {
    /// How loudly a notification asks for a person.
    func severity() -> String? {
        choice("severity", ["page", "critical", "warning", "info"].map { ($0, $0) })
    }
}
