import Testing

@testable import Engine

/// What a rule has shown, counted from its incidents.
@Suite struct RuleScoreTests {
    private let rule = Samples.rule()

    private func incident(_ id: Int64, _ change: (inout IncidentRecord) -> Void = { _ in }) -> IncidentRecord {
        var record = IncidentRecord(
            id: id,
            vps: Samples.id(1),
            name: "web-1",
            rule: rule.name,
            firstFailureAt: .distantPast,
            openedAt: .distantPast
        )
        record.ruleFingerprint = rule.fingerprint
        record.graceOfLadder = rule.graceOfLadder
        record.state = .recovered
        record.endedAt = .distantPast + .minutes(2)
        change(&record)
        return record
    }

    private func action(_ id: Int64, incident: Int64, _ action: String) -> ActionRecord {
        ActionRecord(
            id: id,
            incident: incident,
            vps: Samples.id(1),
            name: "web-1",
            action: action,
            intendedAt: .distantPast,
            origin: ""
        )
    }

    @Test func everyKindIsCountedApart() {
        let incidents = [
            incident(1) { $0.isShadow = true },
            incident(2) { $0.endedAt = .distantPast + .hours(1) },
            incident(3) { $0.curedBy = "restart" },
            incident(4) { $0.curedBy = "exec" },
            incident(5) { ($0.state, $0.endedAt) = (.handedOver, nil) },
            incident(6) { $0.judgement = .init(wasRight: true, by: "anna", at: .distantPast) },
            incident(7) { $0.judgement = .init(wasRight: false, by: "anna", at: .distantPast) },
            incident(8) { $0.rule = "another" },
            incident(9) { $0.ruleFingerprint = 1 },
        ]
        let actions = [
            action(1, incident: 3, "restart"), action(2, incident: 4, "exec"), action(3, incident: 9, "reset"),
        ]
        let score = RuleScore(of: rule, incidents: incidents, actions: actions)
        #expect(score.called == 7)
        #expect(score.shadow == 1)
        #expect(score.resolvedInGrace == 3)
        #expect(score.resolvedLater == 1)
        #expect(score.judgedRight == 1)
        #expect(score.judgedWrong == 1)
        #expect(score.actions == 1)
        #expect(score.cures == [.init(action: "exec", count: 1), .init(action: "restart", count: 1)])
    }

    private static let changes: [(String, @Sendable (inout Rule) -> Void)] = [
        ("name", { $0.name = "other" }),
        ("match", { $0.match.labels = [] }),
        ("when", { $0.when.text = "http.down" }),
        ("for", { $0.holdFor = .seconds(61) }),
        ("a wait", { $0.ladder[0].wait = .seconds(181) }),
        ("a rung", { $0.ladder.removeLast() }),
        ("attempts", { $0.ladder[1].attempts = 1 }),
        ("despite", { $0.ladder[1].despite = [.echo] }),
        ("a rung's condition", { $0.ladder[1].when = Samples.httpOnly }),
        ("a command", { $0.ladder[0].action = .exec(command: "x") }),
        ("recovery", { $0.recovery.holdFor = .seconds(31) }),
        ("cooldown", { $0.cooldown = .zero }),
        ("budget", { $0.perTarget = nil }),
        ("patience", { $0.patience = .zero }),
        ("flaps", { $0.flaps = nil }),
    ]

    @Test(arguments: changes.indices)
    func anotherWordingHasAnotherFingerprint(_ index: Int) {
        var changed = rule
        RuleScoreTests.changes[index].1(&changed)
        #expect(changed.fingerprint != rule.fingerprint, "\(RuleScoreTests.changes[index].0)")
    }

    @Test func modeAndSpacesAreNoWording() {
        var same = rule
        same.mode = .observe
        same.when.text = same.when.text.split(separator: " ").joined(separator: "\n    ")
        #expect(same.fingerprint == rule.fingerprint)
    }
}
