internal import Engine

/// Reads one rule.
struct RuleReader {
    private let fields: Fields
    private let name: String
    private var mentions: [PlacedMention] = []
    private var labels: [PlacedLabel] = []

    static func read(_ value: YAMLValue, _ findings: Findings) -> RuleDraft? {
        guard let fields = Fields(value, .rule, context(value), findings) else { return nil }
        var reader = RuleReader(fields: fields, name: fields.requiredText("name") ?? "?")
        return reader.draft()
    }

    private init(fields: Fields, name: String) {
        self.fields = fields
        self.name = name
    }

    private static func context(_ value: YAMLValue) -> String {
        guard case .mapping(let entries) = value.content,
            case .scalar(let text, _) = entries.first(where: { $0.key == "name" })?.value.content, !text.isEmpty
        else { return "a rule" }
        return "rule '\(text.excerpt)'"
    }

    private mutating func draft() -> RuleDraft {
        let match = match()
        let when = condition("when", in: fields)
        let holdFor = holdFor()
        let recovery = recovery(when: when)
        let ladder = LadderReader.read(fields, recoveryFor: recovery?.holdFor)
        let conditions = ladder.compactMap { $0?.condition }
        mentions += conditions.flatMap(\.mentions)
        labels += conditions.flatMap(\.labels)
        let rungs = ladder.compactMap { $0?.rung }
        return RuleDraft(
            name: name,
            place: fields.place,
            namePlace: fields.place(of: "name"),
            modePlace: fields.place(ofKey: "mode"),
            matchPlace: fields.place(ofKey: "match"),
            ladderPlace: fields.place(ofKey: "ladder"),
            findings: fields.findings,
            mentions: mentions,
            labels: labels,
            rule: rule(match, when, holdFor, recovery, rungs.count == ladder.count && !rungs.isEmpty ? rungs : nil),
            match: match,
            whenPlace: fields.place(of: "when"),
            limits: limitPlaces(),
            rungPlaces: ladder.map { $0?.condition?.place ?? $0?.place ?? fields.place }
        )
    }

    /// Where limits that were written stand.
    private func limitPlaces() -> [String: Place] {
        guard case .mapping(let entries) = fields["limits"]?.content else { return [:] }
        return Dictionary(entries.map { ($0.key, $0.value.place) }) { first, _ in first }
    }

    private func rule(
        _ match: Rule.Match?,
        _ when: Condition?,
        _ holdFor: TimeSpan?,
        _ recovery: Rule.Recovery?,
        _ ladder: [Rung]?
    ) -> Rule? {
        let mode = fields.mode() ?? .armed
        let patience = fields.duration("patience")
        let limits = fields.section("limits", .ruleLimits, "'limits' of \(fields.context)")
        let cooldown = limits?.duration("cooldown")
        let perTarget = limits?.parsed("per_target", BudgetSyntax.parse)
        let flaps = limits?.parsed("flaps", BudgetSyntax.parse)
        guard let match, let when, let holdFor, let recovery, let ladder else { return nil }
        var rule = Rule(
            name: name,
            mode: mode,
            match: match,
            when: when,
            holdFor: holdFor,
            ladder: ladder,
            recovery: recovery
        )
        rule.cooldown = cooldown ?? rule.cooldown
        if let perTarget { rule.perTarget = perTarget }
        if let flaps { rule.flaps = flaps }
        rule.patience = patience ?? rule.patience
        return rule
    }

    /// Without `match`, a rule is for every target.
    private func match() -> Rule.Match? {
        guard fields.has("match") else { return Rule.Match() }
        guard let match = fields.section("match", .ruleMatch, "'match' of \(fields.context)") else { return nil }
        return MatchReader.read(match)
    }

    private func holdFor() -> TimeSpan? {
        guard fields.required("for") != nil, let span = fields.duration("for") else { return nil }
        guard span > .zero else {
            fields.error("for", "\(fields.context) would act on a single moment", "give it time, such as 'for: 60s'")
            return nil
        }
        return span
    }
}

// MARK: - Conditions

extension RuleReader {
    private mutating func condition(_ key: String, in fields: Fields) -> Condition? {
        guard let drafted = ConditionReader.read(key, in: fields) else { return nil }
        mentions += drafted.mentions
        labels += drafted.labels
        return drafted.condition
    }

    /// By default, recovered is when every probe that `when` names is up, and where it names none, when it no longer holds.
    private mutating func recovery(when: Condition?) -> Rule.Recovery? {
        guard fields.has("recovery") else {
            return when.map { Rule.Recovery(when: RuleReader.opposite(of: $0), holdFor: Defaults.recoveryFor) }
        }
        guard let recovery = fields.section("recovery", .recovery, "'recovery' of \(fields.context)") else {
            return nil
        }
        let holdFor = recovery.duration("for") ?? Defaults.recoveryFor
        if recovery.has("when") {
            return condition("when", in: recovery).map { Rule.Recovery(when: $0, holdFor: holdFor) }
        }
        return when.map { Rule.Recovery(when: RuleReader.opposite(of: $0), holdFor: holdFor) }
    }

    private static func opposite(of when: Condition) -> Condition {
        let ups = when.expression.probeNames.map { Expression.state(probe: $0, .up) }
        let expression = ups.first.map { ups.dropFirst().reduce($0, Expression.and) } ?? .not(when.expression)
        return Condition(text: ExpressionLanguage.text(of: expression), expression: expression)
    }
}
