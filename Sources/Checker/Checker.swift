public import Engine

/// Judges a sealed action from its bundle alone, by the design's invariants and by code of its own: nothing of the gates is
/// used here, so that a mistake in them is not made twice.
///
/// It is stricter than it need be where that costs nothing: what it can't establish, it refuses.
public enum Checker {
    /// Empty: the action may be sent.
    public static func examine(_ sealed: SealedAction) -> [Violation] {
        var findings = Findings(sealed.bundle)
        findings.checkCoherence(of: sealed)
        // Evidence about something else can't be judged further.
        guard findings.violations.isEmpty else { return findings.violations }
        findings.checkOperations()
        findings.checkLife()
        findings.checkOrder()
        findings.checkBudgets()
        findings.checkKnowledge()
        findings.checkQuiet()
        return findings.violations
    }

    /// What it has against the action, in one line; nil: nothing.
    public static func objection(to sealed: SealedAction) -> String? {
        let violations = examine(sealed)
        return violations.isEmpty ? nil : violations.map(\.description).joined(separator: "; ")
    }
}

/// One bundle under examination, and what was found wrong with it.
struct Findings {
    let bundle: EvidenceBundle
    private(set) var violations: [Violation] = []

    init(_ bundle: EvidenceBundle) {
        self.bundle = bundle
    }

    var now: Timestamp { bundle.at }
    var isReset: Bool { bundle.power == .reset }
    /// Asked for by a named person.
    var isByHand: Bool { bundle.operatorName.map { !$0.isEmpty } ?? false }

    /// - Parameter gate: whose word an operator may override; nil for what nobody may.
    mutating func refuse(_ invariant: Violation.Invariant, unless gate: Gate?, _ detail: String) {
        if let gate, isOverridden(gate) { return }
        violations.append(Violation(invariant: invariant, detail: detail))
    }

    /// By a named person with a reason, both in the bundle.
    private func isOverridden(_ gate: Gate) -> Bool {
        isByHand && bundle.overrides.contains { $0.gate == gate && !$0.reason.isEmpty }
    }
}
