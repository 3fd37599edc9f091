import Engine

/// What happened, in order.
struct Timeline {
    struct Entry {
        var at: Timestamp
        var title: Styled
        /// Set below the title.
        var details: [Detail] = []
    }

    enum Detail {
        case text(Styled)
        case table([[Styled]])
    }

    let entries: [Entry]

    init(_ story: Story) {
        let first = Entry(at: story.incident.firstFailureAt, title: "the first probe that failed was asked")
        self.init(decisions: story.decisions, actions: story.actions, first: [first])
    }

    init(decisions: [DecisionRecord], actions: [ActionRecord], first: [Entry] = []) {
        let entries = first + decisions.map(Timeline.entry) + actions.flatMap(Timeline.entries)
        // Stable: what happened in the same millisecond stays in the order in which it was written.
        self.entries = entries.enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
    }

    private static func entry(_ decision: DecisionRecord) -> Entry {
        var entry = Entry(at: decision.at, title: decision.verdict.label + " " + Styled(decision.summary))
        guard let evidence = decision.evidence else { return entry }
        switch decision.verdict {
        case .incidentOpened, .handOver:
            entry.details = [.table(evidence.probes.map(\.cells)), .text(Styled("platform: \(evidence.platform)"))]
            if let diagnosis = evidence.diagnosisInWords {
                entry.details.append(.text(Styled("diagnosis: \(diagnosis)")))
            }
        case .act, .refuse, .wouldAct, .recovered, .closed, .note: break
        }
        if !evidence.gates.isEmpty { entry.details += gates(evidence.gates) }
        if let bundle = evidence.bundle { entry.details.append(.table(BundleLines(bundle: bundle).rows)) }
        return entry
    }

    /// Those held, each with its numbers; those not reached, in one line.
    private static func gates(_ gates: [GateResult]) -> [Detail] {
        let held = gates.filter { $0.outcome != .notReached }
        let unheld = gates.filter { $0.outcome == .notReached }.map(\.gate.rawValue)
        let table = Detail.table(held.map(\.cells))
        guard !unheld.isEmpty else { return [table] }
        return [table, .text(Styled("not reached: \(unheld.joined(separator: ", "))", .faint))]
    }

    private static func entries(_ action: ActionRecord) -> [Entry] {
        var entries: [Entry] = []
        if let answeredAt = action.answeredAt { entries.append(answer(action, at: answeredAt)) }
        if let endedAt = action.endedAt, action.state != .rejected {
            let tone: Tone = action.state == .completed ? .good : .bad
            let detail = action.detail.map { ": \($0)" } ?? ""
            let words = "\(action.action) \(action.state.word)\(action.state == .completed ? "" : detail)"
            entries.append(Entry(at: endedAt, title: Styled("PROVIDER", .strong) + " " + Styled(words, tone)))
        }
        return entries + seen(action)
    }

    /// What the guest showed of it, told apart from what the provider says.
    private static func seen(_ action: ActionRecord) -> [Entry] {
        let cycled = "\(action.name) was power-cycled" + (action.cycledBy.map { ": \($0)" } ?? "")
        let steps = [
            (action.cycledAt, cycled), (action.bootedAt, "\(action.name) answers again"),
            (action.servingAt, "\(action.name) serves again"),
        ]
        return steps.compactMap { time, words in
            time.map { Entry(at: $0, title: Styled("GUEST", .strong) + " " + Styled(words, .good)) }
        }
    }

    private static func answer(_ action: ActionRecord, at time: Timestamp) -> Entry {
        let took = "within \((time - action.intendedAt).brief)"
        let words: Styled =
            switch action.state {
            case .rejected: Styled("\(action.action) not taken", .bad) + Styled(": \(action.detail ?? "")")
            case .outcomeUnknown, .ineffective: Styled("\(action.action): answer lost", .doubtful)
            case .intended, .accepted, .completed, .failed: Styled("\(action.action) accepted \(took)", .good)
            }
        var ids: [String] = []
        if let requestID = action.requestID { ids.append("request \(requestID)") }
        if let operation = action.operation { ids.append("job \(operation.jobID)") }
        let details = ids.isEmpty ? [] : [Detail.text(Styled(ids.joined(separator: ", "), .faint))]
        return Entry(at: time, title: Styled("PROVIDER", .strong) + " " + words, details: details)
    }
}

extension DecisionRecord.Verdict {
    fileprivate var label: Styled {
        switch self {
        case .incidentOpened: Styled("DOWN", .bad)
        case .act: Styled("ACT", .strong)
        case .refuse: Styled("REFUSE", .doubtful)
        case .wouldAct: Styled("WOULD ACT", .doubtful)
        case .handOver: Styled("HAND OVER", .bad)
        case .recovered: Styled("RECOVERED", .good)
        case .closed: Styled("CLOSED", .strong)
        case .note: Styled("NOTE", .faint)
        }
    }
}

extension ActionRecord.State {
    var word: String { rawValue.replacing("_", with: " ") }
}

extension Evidence {
    /// `guest hung: 2 of 2 probes fail, nothing answers, the platform runs it`
    var diagnosisInWords: String? {
        diagnosis.map { "\($0.words): \((diagnosisReasons ?? []).joined(separator: ", "))" }
    }
}

extension Evidence.SeenProbe {
    fileprivate var cells: [Styled] {
        let tone: Tone = state == "up" ? .good : state == "down" ? .bad : .doubtful
        let seen = signs.isEmpty ? "" : "signs of life: \(signs.joined(separator: ", "))"
        return [
            Styled(name), Styled(state, tone),
            Styled([reason, seen].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: "; ")),
        ]
    }
}
