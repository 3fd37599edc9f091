import Engine
import Journal

/// Rules that a changed configuration lets act and that only observed before: what they are worth so far is told then.
enum Arming {
    static func newlyArmed(_ policy: Policy, since old: Policy) -> [Rule] {
        policy.rules.filter { rule in
            guard isArmed(rule, policy) else { return false }
            guard let before = old.rules.first(where: { $0.name == rule.name }) else { return false }
            return !isArmed(before, old)
        }
    }

    private static func isArmed(_ rule: Rule, _ policy: Policy) -> Bool {
        policy.mode == .armed && rule.mode == .armed
    }

    /// A line for each; without its score where the journal can't be read.
    static func lines(_ policy: Policy, since old: Policy, _ journal: JournalReader) -> [String] {
        let rules = newlyArmed(policy, since: old)
        guard !rules.isEmpty else { return [] }
        let scored = try? journal.scored()
        return rules.map { rule in
            let score = scored.map { "\(RuleScore(of: rule, incidents: $0.0, actions: $0.1))" }
            return "rule '\(rule.name)' may act from now on; \(score ?? "its score can't be read")"
        }
    }
}
