import Checker
import Engine

/// The evidence a power action was sealed with, in a few lines: what a person asks when a machine has been shocked.
struct BundleLines {
    let bundle: EvidenceBundle

    /// A line for each question, in the order in which one asks them.
    var rows: [[Styled]] {
        let lines = [
            ("why", diagnosis), ("how sure", burst), ("signs of life", signs), ("before it", history), ("spent", spent),
            ("the others", others), ("ourselves", ourselves), ("the provider", provider),
        ]
        return lines.map { [Styled($0.0, .faint), Styled($0.1)] } + overrides + [
            [Styled("re-checked", .faint), verdict]
        ]
    }

    private var diagnosis: String {
        let reasons = bundle.diagnosisReasons.joined(separator: ", ")
        let rule = "rule \(bundle.rule.name) (\(String(bundle.rule.fingerprint, radix: 16).prefix(8)))"
        return "\(bundle.diagnosis.words): \(reasons); by \(rule)"
    }

    private var burst: String {
        guard let started = bundle.confirmation.startedAt else { return "no burst of probes agreed" }
        return "\(bundle.rule.when), for \(bundle.rule.holdFor), and in a burst of probes \(ago(started))"
    }

    private var signs: String {
        guard let latest = bundle.signs.max(by: { $0.at < $1.at }) else { return "none was ever seen" }
        let despite = bundle.rule.despite.names
        let aside = despite.isEmpty ? "" : "; not counted here: \(despite.joined(separator: ", "))"
        return "the last was \(latest.sign.names.joined(separator: ", ")) \(ago(latest.at))\(aside)"
    }

    /// What was done to the same VPS in the same incident.
    private var history: String {
        let earlier = bundle.history.actions.filter {
            $0.vps == bundle.vps && $0.incident == bundle.incident && bundle.incident != nil
        }
        guard !earlier.isEmpty else {
            return bundle.history.restartDenials.isEmpty
                ? "nothing was sent in this incident" : "the provider denied a restart, twice"
        }
        let words = earlier.map { "\($0.action.rawValue) #\($0.id) \(ago($0.intendedAt)) (\($0.state.word))" }
        return words.joined(separator: ", ")
    }

    private var spent: String {
        let actions = bundle.history.actions.filter { $0.state != .rejected }
        var parts = [
            count(bundle.rule.perTarget, "target", actions.filter { $0.vps == bundle.vps }),
            count(bundle.history.fleet, "fleet", actions),
        ]
        for group in bundle.history.groups {
            parts.append(count(group.budget, group.name, actions.filter { group.members.contains($0.vps) }))
        }
        let told = parts.compactMap(\.self)
        return told.isEmpty ? "no budget limits it" : told.joined(separator: ", ")
    }

    private func count(_ budget: Budget?, _ name: String, _ actions: [EvidenceBundle.HistoryEvidence.PastAction])
        -> String?
    {
        budget.map { budget in
            "\(name) \(actions.count { bundle.at - $0.intendedAt < budget.window }) of \(budget)"
        }
    }

    private var others: String {
        let fleet = bundle.fleet
        guard fleet.unresponsiveCount > 0 else { return "none of the other \(max(0, fleet.size - 1)) targets failed" }
        let named = fleet.unresponsive.prefix(3).map(\.text).joined(separator: ", ")
        let more = fleet.unresponsiveCount > 3 ? " and \(fleet.unresponsiveCount - 3) more" : ""
        return "\(fleet.unresponsiveCount) of \(fleet.size) targets failed as well: \(named)\(more)"
    }

    private var ourselves: String {
        let answered = bundle.fleet.references.filter { $0.isUp && ($0.startedAt ?? .distantPast) > bundle.fleet.since }
        if let reference = answered.first { return "reference \(reference.name) answered" }
        guard let witness = bundle.fleet.witness else { return "nobody else was heard" }
        return "\(witness.vps) answered a probe of \(ago(witness.startedAt))"
    }

    private var provider: String {
        let reading = bundle.inspection
        let states = Set(reading.powerStates.map(\.rawValue)).sorted().joined(separator: ", ")
        let requests = reading.requestIDs.isEmpty ? "" : "; requests \(reading.requestIDs.joined(separator: ", "))"
        let status = reading.serviceStatus?.rawValue ?? "status not told"
        return "\(states.isEmpty ? "no power state" : states), \(status), read \(ago(reading.startedAt))\(requests)"
    }

    private var overrides: [[Styled]] {
        guard let name = bundle.operatorName else { return [] }
        let gates = bundle.overrides.map { "\($0.gate.rawValue) (\($0.reason))" }.joined(separator: ", ")
        return [[Styled("by hand", .faint), Styled(gates.isEmpty ? name : "\(name) overrode \(gates)", .doubtful)]]
    }

    /// Judged again just now, from the bundle alone.
    private var verdict: Styled {
        let sealed = SealedAction(action: bundle.action, power: bundle.power, vps: bundle.vps, bundle: bundle)
        let violations = Checker.examine(sealed)
        guard !violations.isEmpty else { return Styled("every invariant holds", .good) }
        return Styled(violations.map(\.description).joined(separator: "; "), .bad)
    }

    private func ago(_ time: Timestamp) -> String { "\((bundle.at - time).brief) before" }
}
