internal import Engine

/// Finds what can never be: conditions that are never true, rungs that are never taken, actions that are never sent.
struct Satisfiability {
    private let rule: RuleDraft
    private let ranges: Ranges

    static func check(_ draft: RuleDraft, matched: [TargetDraft], targets: [TargetDraft]) {
        guard let rule = draft.rule else { return }
        Satisfiability(rule: draft, ranges: Ranges(matched: matched, targets: targets)).check(rule)
    }

    private func check(_ value: Rule) {
        let name = "rule '\(rule.name.excerpt)'"
        guard canBeTrue(value.when.expression) else {
            rule.findings.error(rule.whenPlace, "'when' of \(name) can never be true")
            return
        }
        checkPlatform(value)
        checkDiagnosis(value)
        checkRungs(value)
        if !canBeTrue(value.recovery.when.expression) {
            rule.findings.error(rule.place, "'recovery' of \(name) can never be true")
        }
    }

    private func canBeTrue(_ expression: Expression) -> Bool {
        Possibilities(expression, ranges).isAny
    }

    private func checkPlatform(_ value: Rule) {
        let when = value.when.expression
        guard value.ladder.contains(where: \.strikes), !canBeTrue(.and(when, .platform(.running))) else { return }
        rule.findings.warning(
            rule.ladderPlace,
            "rule '\(rule.name.excerpt)' never restarts or resets: its 'when' excludes platform.running, which both need",
            "use 'start' for a VPS that is stopped"
        )
    }

    /// A diagnosis for which an action of the ladder is no cure.
    private func checkDiagnosis(_ value: Rule) {
        let when = value.when.expression
        for diagnosis in Diagnosis.allCases {
            guard let (rung, remedy) = diagnosis.objection(to: value.ladder),
                !canBeTrue(.and(when, .not(.diagnosis(diagnosis))))
            else { continue }
            rule.findings.warning(
                rule.ladderPlace,
                "rule '\(rule.name.excerpt)' would \(rung.action) under diagnosis.\(diagnosis.rawValue), "
                    + "which that does not cure",
                remedy
            )
        }
    }

    /// The burst before a rung must agree with both conditions.
    private func checkRungs(_ value: Rule) {
        for (index, rung) in value.ladder.enumerated() {
            guard let condition = rung.when, index < rule.rungPlaces.count else { continue }
            if !canBeTrue(condition.expression) {
                rule.findings.error(
                    rule.rungPlaces[index],
                    "'when' in rung \(index + 1) of rule '\(rule.name.excerpt)' can never be true"
                )
            } else if !canBeTrue(.and(value.when.expression, condition.expression)) {
                rule.findings.error(
                    rule.rungPlaces[index],
                    "rung \(index + 1) of rule '\(rule.name.excerpt)' is never taken: its 'when' contradicts the rule's",
                    "the rule's own 'when' must hold before every rung"
                )
            }
        }
    }
}

extension Rung {
    /// Sends what needs a running guest.
    fileprivate var strikes: Bool { action == .restart || action == .reset }
}

extension Diagnosis {
    /// The first rung that is no cure where the fault lies here, and what is.
    fileprivate func objection(to ladder: [Rung]) -> (Rung, String)? {
        switch self {
        case .poweredOff:
            ladder.first(where: \.strikes).map { ($0, "use 'start' for a VPS that is stopped") }
        case .serviceFailed:
            ladder.first { $0.action == .reset }.map {
                ($0, "userland answers, so that gate noSignOfLife refuses; use 'exec', 'restart' or 'page'")
            }
        case .guestHalfHung:
            ladder.first { $0.action == .reset && $0.despite.isEmpty }.map {
                ($0, "its kernel answers, so that gate noSignOfLife refuses; write 'despite: [echo, syn_ack]'")
            }
        case .networkPath, .resolver, .provider, .watchdog:
            ladder.first { $0.action != .page }.map { ($0, "the fault is not the guest's; use 'page' alone") }
        case .guestHung, .unclear: nil
        }
    }
}
