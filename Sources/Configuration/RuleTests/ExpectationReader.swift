internal import Engine

/// Reads `expect` and `expect_no`. Each entry has one key that says what, and any that narrow it.
struct ExpectationReader {
    let names: RuleTestNames

    static let subjects = ["action", "refused", "would_act", "alert", "opened", "handed_over", "recovered", "note"]
    private static let actions = ["exec", "restart", "reset", "start"]
    /// What narrows which kind of expectation.
    private static let narrowing: [(key: String, subjects: [String])] = [
        ("gate", ["refused"]),
        ("severity", ["alert"]),
        ("diagnosis", ["opened"]),
        ("cured_by", ["recovered"]),
        ("contains", ["refused", "would_act", "alert", "handed_over", "recovered", "note"]),
    ]

    func readAll(_ key: String, _ test: Fields) -> [Expectation] {
        test.list(key).enumerated().compactMap { index, item in
            let context = "entry \(index + 1) of '\(key)' in \(test.context)"
            return Fields(item, .testExpectation, context, test.findings).flatMap(read)
        }
    }

    private func read(_ fields: Fields) -> Expectation? {
        let written = ExpectationReader.subjects.filter(fields.has)
        guard written.count == 1, let word = written.first else {
            fields.findings.error(
                fields.place,
                written.isEmpty
                    ? "\(fields.context) does not say what is expected"
                    : "\(fields.context) says \(written.map { "'\($0)'" }.joined(separator: " and ")) at once",
                "write one of \(ExpectationReader.subjects.listed)"
            )
            return nil
        }
        for (key, subjects) in ExpectationReader.narrowing where fields.has(key) && !subjects.contains(word) {
            fields.findings.error(
                fields.place(ofKey: key),
                "'\(key)' in \(fields.context) narrows \(subjects.listed), not '\(word)'",
                "remove it"
            )
        }
        guard let subject = subject(word, fields) else { return nil }
        return expectation(subject, about: target(word, fields), fields)
    }

    private func expectation(_ subject: Expectation.Subject, about target: String?, _ fields: Fields) -> Expectation {
        var expectation = Expectation(subject: subject, place: fields.place, text: "", target: target)
        expectation.moment = fields.parsed("at", MomentSyntax.parse)
        expectation.gate = gate(fields)
        expectation.contains = fields.text("contains")
        expectation.severity = fields.text("severity")
        expectation.diagnosis = fields.word("diagnosis")
        expectation.curedBy = fields.choice("cured_by", ExpectationReader.actions.map { ($0, $0) })
        expectation.text = expectation.words(at: fields.text("at"))
        return expectation
    }

    /// `recovered: web-1` names its target by itself.
    private func target(_ word: String, _ fields: Fields) -> String? {
        let namesTarget = ["handed_over", "recovered", "note"].contains(word)
        return names.target(namesTarget ? word : "target", in: fields).map { names.targets[$0].name }
    }

    private func subject(_ word: String, _ fields: Fields) -> Expectation.Subject? {
        let actions = ExpectationReader.actions.map { ($0, $0) }
        switch word {
        case "action": return fields.choice(word, actions).map(Expectation.Subject.action)
        case "refused": return fields.choice(word, actions).map(Expectation.Subject.refused)
        case "would_act": return fields.choice(word, actions).map(Expectation.Subject.wouldAct)
        case "alert":
            let kinds: [Notification.Kind] = [
                .incidentOpened, .actionSent, .wouldAct, .outcomeUnknown, .handedOver, .recovered, .page, .notice,
                .reminder,
            ]
            return fields.choice(word, kinds.map { ($0.rawValue, $0) }).map(Expectation.Subject.alert)
        case "opened": return rule(fields).map(Expectation.Subject.opened)
        case "handed_over": return .handedOver
        case "recovered": return .recovered
        default: return .note
        }
    }

    private func rule(_ fields: Fields) -> String? {
        guard let name = fields.text("opened") else { return nil }
        let known = names.rules.map(\.name)
        guard known.contains(name) else {
            fields.error(
                "opened",
                "no rule under test is named '\(name.excerpt)'",
                Suggestion.didYouMean(name, among: known, otherwise: "rules are \(known.listed)")
            )
            return nil
        }
        return name
    }

    private func gate(_ fields: Fields) -> Gate? { fields.word("gate") }
}

extension Expectation {
    /// As a diff shows it.
    fileprivate func words(at moment: String?) -> String {
        var text = subject.words
        if let target { text += " of \(target)" }
        if let gate { text += " by gate \(gate.rawValue)" }
        if let severity { text += " with severity \(severity)" }
        if let diagnosis { text += " with diagnosis \(diagnosis.rawValue)" }
        if let curedBy { text += " by \(curedBy)" }
        if let contains { text += " saying '\(contains)'" }
        if let moment { text += " at \(moment)" }
        return text
    }
}

extension Expectation.Subject {
    public var words: String {
        switch self {
        case .action(let action): action
        case .refused(let action): "refusal of \(action)"
        case .wouldAct(let action): "would-be \(action)"
        case .alert(let kind): "alert \(kind.rawValue)"
        case .opened(let rule): "incident by \(rule)"
        case .handedOver: "hand-over"
        case .recovered: "recovery"
        case .note: "note"
        }
    }
}
