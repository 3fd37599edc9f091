/// How far an action got, told apart: accepted and completed by the provider's word, power-cycled, booted and serving by
/// what is seen of the guest.
extension Engine {
    /// Between a guest's clock, the provider's and ours.
    static let clockTolerance = TimeSpan.seconds(5)
    private static let silence = "signs of life came back after a silence"

    mutating func noteBootID(_ id: UInt64, at time: Timestamp, target index: Int) {
        guard targets[index].bootMarks.take(bootID: id, at: time) else {
            noteSameBoot(at: time, target: index)
            return
        }
        noteCycle(by: "its boot id is another", at: time, target: index)
    }

    /// Something shows that the guest was switched off and on, at about that time. A mere silence says less than that.
    mutating func noteCycle(by how: String, at time: Timestamp, target index: Int) {
        guard var action = actionToSettle(of: index), action.cycledAt == nil || action.cycledBy == Engine.silence,
            time >= action.intendedAt - Engine.clockTolerance
        else { return }
        action.cycledAt = max(time, action.intendedAt)
        action.cycledBy = how
        update(action)
    }

    /// A sign of life after an action: the guest has booted if it is known to have been cycled, or if it had been silent for two
    /// rounds of every probe, which then tells of the cycle itself.
    mutating func noteAwakening(at time: Timestamp, lastSignAt: Timestamp?, target index: Int) {
        guard var action = actionToSettle(of: index), action.bootedAt == nil, time > action.intendedAt else { return }
        if action.cycledAt == nil {
            let gap = time - (lastSignAt ?? .distantPast)
            guard gap >= longestDirectInterval(of: index) * 2 else { return }
            action.cycledAt = time
            action.cycledBy = Engine.silence
        }
        action.bootedAt = time
        update(action)
    }

    /// The rule's recovery condition has held since then. The way there is a sample of the guest's boots.
    mutating func noteServing(since time: Timestamp, target index: Int) {
        guard var action = actionToSettle(of: index) else { return }
        action.servingAt = time
        update(action)
        guard action.cycledAt != nil, time > action.intendedAt else { return }
        let took = time - action.intendedAt
        noteBoot(BootRecord(vps: action.vps, began: action.intendedAt, took: took, cause: .action), target: index)
    }

    /// The last power action of the open incident, which what is seen now may tell of.
    func actionToSettle(of index: Int) -> ActionRecord? {
        guard let incident = targets[index].incident, incident.lastActionAt != nil else { return nil }
        return ledger.actions.last { $0.incident == incident.record.id && $0.countsAsPower && $0.state != .ineffective }
    }

    private mutating func update(_ action: ActionRecord) {
        ledger.update(action)
        keep(.action(action))
    }
}

extension ActionRecord {
    /// What settled with the reason of a lost answer was never seen to be accepted.
    private var wasAccepted: Bool { operation != nil || detail == nil }

    /// How far it got, in words: `accepted after 80ms, power-cycled (its uptime fell to 4s), booted after 21s, serving after 33s`.
    public var progress: String {
        guard isPower else { return state.words }
        var steps: [String] = []
        func add(_ step: String, _ time: Timestamp?) {
            if let time { steps.append("\(step) after \((time - intendedAt).brief)") }
        }
        switch state {
        case .accepted: add("accepted", answeredAt)
        case .completed, .failed:
            if wasAccepted { add("accepted", answeredAt) } else { steps.append("answer lost") }
            if operation != nil { add(state.rawValue, endedAt) }
        case .intended, .rejected, .outcomeUnknown, .ineffective: steps.append(state.words)
        }
        if cycledAt != nil { steps.append("power-cycled (\(cycledBy ?? "seen"))") }
        add("booted", bootedAt)
        add("serving", servingAt)
        return steps.joined(separator: ", ")
    }
}
