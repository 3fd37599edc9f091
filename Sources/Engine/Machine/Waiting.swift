/// The time an action is given to help, its operation's polls, and the way on.
extension Engine {
    mutating func wait(_ id: Int64, _ poll: IncidentState.Poll?, _ incident: IncidentState, target index: Int) -> Bool {
        if var poll, let due = poll.dueAt, now >= due {
            poll.isAsking = true
            targets[index].incident?.phase = .waiting(action: id, poll: poll)
            effects.append(.pollOperation(action: id, poll.operation))
        }
        guard hasWaited(incident), incident.recoverySince == nil else { return false }
        guard var action = ledger[id], action.state.isOpen else { return leaveRung(index, mayRepeat: true) }
        guard action.isPower else {
            action.state = .failed
            action.detail = "no answer within its wait"
            ledger.update(action)
            keep(.action(action))
            return leaveRung(index, mayRepeat: true)
        }
        action.state = .outcomeUnknown
        ledger.update(action)
        keep(.action(action))
        let start = IncidentState.Reconciliation(nextAt: now, deadline: now + incident.rule.patience)
        targets[index].incident?.phase = .reconciling(action: id, start)
        return true
    }

    private func hasWaited(_ incident: IncidentState) -> Bool {
        #if Mutants
            if Mutant.isActive(.waitIgnored) { return true }
        #endif
        return now >= incident.record.waitUntil ?? now
    }

    /// Goes on to the next try or the next rung, which is confirmed and gated afresh.
    mutating func leaveRung(_ index: Int, mayRepeat: Bool) -> Bool {
        guard var incident = targets[index].incident else { return false }
        if !mayRepeat || incident.record.attemptsOfRung >= incident.rung?.attempts ?? 0 {
            incident.record.rung += 1
            incident.record.attemptsOfRung = 0
        }
        incident.record.waitUntil = nil
        incident.confirmedAt = nil
        incident.phase = .deciding
        targets[index].incident = incident
        keep(.incident(incident.record))
        return true
    }
}
