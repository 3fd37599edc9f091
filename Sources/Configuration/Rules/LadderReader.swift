internal import Engine

struct RungDraft {
    var rung: Rung
    var place: Place
    var condition: DraftedCondition?
}

/// Reads a ladder, and refuses rungs that could never be taken.
enum LadderReader {
    private static let actions = ["exec", "restart", "reset", "start", "page"]

    /// Nil where a rung could not be read.
    static func read(_ rule: Fields, recoveryFor: TimeSpan?) -> [RungDraft?] {
        guard rule.required("ladder") != nil else { return [] }
        let items = rule.list("ladder")
        if items.isEmpty {
            rule.error(
                "ladder",
                "the ladder of \(rule.context) has no rungs",
                "begin with '- {action: restart, wait: 180s}'"
            )
            return []
        }
        let rungs = items.enumerated().map { index, item in
            read(item, "rung \(index + 1) of \(rule.context)", rule.findings)
        }
        let placed = zip(items, rungs).map { ($0.place, $1?.rung) }
        checkOrder(placed, rule)
        checkWaits(placed, recoveryFor, rule)
        return rungs
    }

    private static func read(_ item: YAMLValue, _ context: String, _ findings: Findings) -> RungDraft? {
        guard let fields = Fields(item, .rung, context, findings), fields.required("action") != nil,
            let word = fields.choice("action", actions.map { ($0, $0) }), let action = action(word, fields)
        else { return nil }
        guard word != "page" else { return page(fields) }
        let severity = fields.severity() ?? "warning"
        let despite = despite(fields, word)
        let condition = fields.has("when") ? ConditionReader.read("when", in: fields) : nil
        if fields.has("when"), condition == nil { return nil }
        let attempts = fields.integer("attempts", in: 1...10)
        if fields.has("attempts"), attempts == nil { return nil }
        guard let wait = wait(fields, word) else { return nil }
        let rung = Rung(
            action: action,
            wait: wait,
            attempts: attempts ?? 1,
            when: condition?.condition,
            despite: despite,
            severity: severity
        )
        return RungDraft(rung: rung, place: fields.place, condition: condition)
    }

    private static func page(_ fields: Fields) -> RungDraft {
        for key in ["wait", "attempts", "when", "despite"] where fields.has(key) {
            fields.error(
                key,
                "'\(key)' in \(fields.context) means nothing: a page hands the incident over",
                "remove it"
            )
        }
        return RungDraft(rung: Rung(action: .page, severity: fields.severity() ?? "page"), place: fields.place)
    }

    /// Signs of life that do not stand in the way of a reset.
    private static func despite(_ fields: Fields, _ word: String) -> SignsOfLife {
        guard fields.has("despite") else { return [] }
        guard word == "reset" else {
            fields.findings.error(
                fields.place(ofKey: "despite"),
                "'despite' in \(fields.context) is for 'reset' alone: no other action asks for signs of life",
                "remove it"
            )
            return []
        }
        let words = fields.texts("despite")
        if case .sequence(let items) = fields["despite"]?.content, items.isEmpty {
            fields.error("despite", "'despite' in \(fields.context) names no sign of life", "remove it")
        }
        return words.reduce(into: []) { $0.formUnion(sign($1, fields)) }
    }

    private static func sign(_ word: (text: String, place: Place), _ fields: Fields) -> SignsOfLife {
        guard let sign = SignsOfLife(name: word.text) else {
            fields.findings.error(
                word.place,
                "'\(word.text.excerpt)' in 'despite' of \(fields.context) is no sign of life",
                Suggestion.didYouMean(
                    word.text,
                    among: SignsOfLife.allNames,
                    otherwise: "signs of life are \(SignsOfLife.allNames.listed)"
                )
            )
            return []
        }
        if !SignsOfLife.ofKernel.contains(sign) {
            fields.findings.warning(
                word.place,
                "'\(word.text)' in 'despite' of \(fields.context) is sent by userland, which lives then: the reset would "
                    + "strike a guest that still works",
                "name what the kernel sends by itself: \(SignsOfLife.ofKernel.names.listed)"
            )
        }
        return sign
    }

    private static func action(_ word: String, _ fields: Fields) -> Rung.Action? {
        if word != "exec", fields.has("command") {
            fields.error("command", "'command' in \(fields.context) is for 'exec' alone", "remove it")
        }
        switch word {
        case "exec":
            if !fields.has("command") { fields.findings.error(fields.place, "\(fields.context) has no 'command'") }
            return fields.command().map(Rung.Action.exec)
        case "restart": return .restart
        case "reset": return .reset
        case "start": return .start
        default: return .page
        }
    }

    private static func wait(_ fields: Fields, _ word: String) -> TimeSpan? {
        guard fields.has("wait") else {
            fields.findings.error(
                fields.place,
                "\(fields.context), '\(word)', has no 'wait'",
                "say how long the guest gets to come back, such as 'wait: 180s'"
            )
            return nil
        }
        return fields.duration("wait", atLeast: .seconds(1))
    }

    /// A page hands over, and a reset needs a restart before it (gate `gracefulFirst`).
    private static func checkOrder(_ rungs: [(place: Place, rung: Rung?)], _ rule: Fields) {
        var hasRestart = false
        var hasEnded = false
        for (index, (place, rung)) in rungs.enumerated() {
            if hasEnded {
                rule.findings.error(
                    place,
                    "rung \(index + 1) of \(rule.context) is never reached: the page before it hands the incident over",
                    "put 'page' last"
                )
                return
            }
            switch rung?.action {
            case .restart, nil: hasRestart = true
            case .reset where !hasRestart:
                rule.findings.error(
                    place,
                    "rung \(index + 1) of \(rule.context) is never taken: a reset needs a restart before it",
                    "put '- {action: restart, wait: 180s}' before it"
                )
            case .page: hasEnded = true
            case .reset, .exec, .start: break
            }
        }
    }

    /// Where recovery takes as long as the wait, the next rung would strike a guest that is back.
    private static func checkWaits(_ rungs: [(place: Place, rung: Rung?)], _ recoveryFor: TimeSpan?, _ rule: Fields) {
        guard let recoveryFor else { return }
        for (index, (place, rung)) in rungs.enumerated() {
            guard let rung, rung.action.power != nil, rung.wait <= recoveryFor else { continue }
            rule.findings.error(
                place,
                "rung \(index + 1) of \(rule.context) waits \(rung.wait), but a recovery shows only after \(recoveryFor)",
                "make 'wait' longer than 'for' of 'recovery', the guest's boot included"
            )
        }
    }
}
