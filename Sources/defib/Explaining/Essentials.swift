import Engine

/// What matters, in a few sentences: what is down and since when, what was done, what was refused and why, what is next.
struct Essentials {
    let story: Story

    private var incident: IncidentRecord { story.incident }

    var sentences: [String] {
        [happened, diagnosis, done].compactMap(\.self) + refused + [ending].compactMap(\.self)
    }

    /// With the reasons of the latest decision that came to the same.
    private var diagnosis: String? {
        guard let diagnosis = incident.diagnosis else { return nil }
        let same = story.decisions.last { $0.evidence?.diagnosis == diagnosis }?.evidence
        return "Diagnosis: \(same?.diagnosisInWords ?? diagnosis.words)."
    }

    private var happened: String {
        let name = incident.name
        let start = incident.firstFailureAt.dateAndTime
        switch incident.state {
        case .open: return "\(name) is down since \(start) UTC, for \(story.duration.brief) now."
        case .handedOver:
            return "\(name) is down since \(start) UTC, for \(story.duration.brief) now, and needs a person."
        case .recovered:
            let cure = incident.curedBy.map { ", after a \($0)" } ?? ", by itself"
            return "\(name) was down for \(story.duration.brief), from \(start) UTC, and is back\(cure)."
        case .closed:
            return "\(name) was down from \(start) UTC; a person closed the incident after \(story.duration.brief)."
        }
    }

    private var done: String {
        guard !story.actions.isEmpty else { return "Nothing was sent to the provider." }
        let parts = story.actions.map { action in
            "a \(action.action) \(after(action.intendedAt)) (\(action.outcomeInWords))"
        }
        return "Sent: \(parts.joined(separator: ", then "))."
    }

    /// The latest refusal of each kind of action, unless it was sent after all.
    private var refused: [String] {
        var latest: [(action: String, decision: DecisionRecord)] = []
        for decision in story.decisions {
            guard let action = decision.action else { continue }
            latest.removeAll { $0.action == action }
            switch decision.verdict {
            case .refuse, .wouldAct: latest.append((action, decision))
            case .act, .incidentOpened, .handOver, .recovered, .closed, .note: break
            }
        }
        return latest.map { action, decision in
            switch decision.verdict {
            case .wouldAct: "Observing only: \(decision.summary)."
            case .refuse, .act, .incidentOpened, .handOver, .recovered, .closed, .note:
                "A \(action) was refused \(after(decision.at)): \(decision.refusals)."
            }
        }
    }

    private var ending: String? {
        guard incident.state != .recovered, let conclusion = incident.conclusion else { return nil }
        return incident.state == .handedOver ? "Handed over: \(conclusion)." : "\(conclusion.capitalizedFirst)."
    }

    private func after(_ time: Timestamp) -> String {
        "after \((time - incident.firstFailureAt).brief)"
    }
}

extension DecisionRecord {
    /// Every gate that refused, with its numbers; the decision's own words where it kept none.
    fileprivate var refusals: String {
        let gates = evidence?.gates.filter { $0.outcome == .refused } ?? []
        return gates.isEmpty ? summary : gates.map { "\($0.gate.rawValue) (\($0.detail))" }.joined(separator: "; ")
    }
}

extension ActionRecord {
    /// `accepted, and completed after 12s`
    var outcomeInWords: String {
        switch state {
        case .intended: "no answer yet"
        case .accepted: "accepted, not yet seen to end" + shown
        case .rejected: "not taken: \(detail ?? "no reason given")"
        case .outcomeUnknown: "its outcome is not known; it is not repeated"
        case .completed: "accepted, completed" + (endedAt.map { " after \(($0 - intendedAt).brief)" } ?? "") + shown
        case .failed: "failed" + (detail.map { ": \($0)" } ?? "")
        case .ineffective: "its answer was lost, and it changed nothing"
        }
    }
}

extension ActionRecord {
    /// How far it got, by what the guest showed: `, booted after 21s, serving after 33s`.
    private var shown: String {
        [("booted", bootedAt), ("serving", servingAt)].compactMap { step, time in
            time.map { ", \(step) after \(($0 - intendedAt).brief)" }
        }.joined()
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
