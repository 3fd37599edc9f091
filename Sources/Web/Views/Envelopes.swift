/// The API's answers are objects, so that they can grow.
struct TargetsEnvelope: Codable { var targets: [TargetView] }
struct SilencesEnvelope: Codable { var silences: [SilenceView] }
struct RulesEnvelope: Codable { var rules: [RuleView] }
struct IncidentsEnvelope: Codable { var incidents: [IncidentView] }
struct DecisionsEnvelope: Codable { var decisions: [DecisionView] }

/// What every refusal looks like: `{"error":{"message":"…"}}`.
struct ErrorEnvelope: Codable {
    struct Content: Codable { var message: String }

    var error: Content

    init(_ message: String) {
        error = Content(message: message)
    }
}
