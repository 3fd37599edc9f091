internal import Engine

/// Reads a ladder, and refuses rungs that could never be taken.
enum LadderReader {
    private static let actions = ["exec", "restart", "reset", "start", "page"]

    static func read(_ rule: Fields, recoveryFor: TimeSpan?) -> [Rung]? {
        guard rule.required("ladder") != nil else { return nil }
        let items = rule.list("ladder")
        if items.isEmpty {
            rule.error(
                "ladder",
                "the ladder of \(rule.context) has no rungs",
                "begin with '- {action: restart, wait: 180s}'"
            )
            return nil
        }
        let rungs = items.enumerated().map { index, item in
            read(item, "rung \(index + 1) of \(rule.context)", rule.findings)
        }
        checkOrder(zip(items, rungs).map { ($0.place, $1) }, rule)
        checkWaits(zip(items, rungs).map { ($0.place, $1) }, recoveryFor, rule)
        let readable = rungs.compactMap(\.self)
        return readable.count == rungs.count ? readable : nil
    }

    private static func read(_ item: YAMLValue, _ context: String, _ findings: Findings) -> Rung? {
        guard let fields = Fields(item, .rung, context, findings), fields.required("action") != nil,
            let word = fields.choice("action", actions.map { ($0, $0) }), let action = action(word, fields)
        else { return nil }
        let severity = fields.severity()
        guard word != "page" else {
            for key in ["wait", "attempts"] where fields.has(key) {
                fields.error(key, "'\(key)' in \(context) means nothing: a page hands the incident over", "remove it")
            }
            return Rung(action: action, severity: severity ?? "page")
        }
        let attempts = fields.integer("attempts", in: 1...10)
        if fields.has("attempts"), attempts == nil { return nil }
        guard let wait = wait(fields, word) else { return nil }
        return Rung(action: action, wait: wait, attempts: attempts ?? 1, severity: severity ?? "warning")
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
