internal import Engine

/// Finds conditions that can never be true, by trying every combination of what they ask about.
///
/// Each probe is up or down, the platform in one of its states; numbers are taken as free, so that what is called
/// impossible is so. Conditions about more than a few things are not tried.
enum Satisfiability {
    private static let mostCombinations = 50_000

    /// - Parameter mostProbes: of a target the rule is for, at most; nil where there is none.
    static func check(_ rule: RuleDraft, mostProbes: Int?) {
        guard let value = rule.rule else { return }
        let world = Atoms(value.when.expression, mostProbes: mostProbes)
        guard world.combinations <= mostCombinations else { return }
        guard world.canBeTrue(value.when.expression) else {
            rule.findings.error(rule.whenPlace, "'when' of rule '\(rule.name.excerpt)' can never be true")
            return
        }
        let needsRunning = value.ladder.contains { $0.action == .restart || $0.action == .reset }
        if needsRunning, !world.canBeTrue(value.when.expression, platform: .running) {
            rule.findings.warning(
                rule.ladderPlace,
                "rule '\(rule.name.excerpt)' never restarts or resets: its 'when' excludes platform.running, which both need",
                "use 'start' for a VPS that is stopped"
            )
        }
        if !Atoms(value.recovery.when.expression, mostProbes: mostProbes).canBeTrue(value.recovery.when.expression) {
            rule.findings.error(rule.place, "'recovery' of rule '\(rule.name.excerpt)' can never be true")
        }
    }
}
