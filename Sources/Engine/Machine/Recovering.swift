/// How an open incident ends by itself.
extension Engine {
    /// Whether the incident ended, or is on its way to ending and nothing else shall be done meanwhile.
    mutating func recovers(_ index: Int) -> Bool {
        guard let incident = targets[index].incident else { return true }
        let verdict = incident.bound.recovery.evaluate(sight(of: index, rule: incident.bound))
        guard verdict == .yes else {
            targets[index].incident?.recoverySince = nil
            return false
        }
        let since = incident.recoverySince ?? now
        targets[index].incident?.recoverySince = since
        guard now - since >= incident.rule.recovery.holdFor else {
            // Polls and answers go on; no new rung is taken while the guest seems back.
            return isBetweenRungs(incident.phase)
        }
        recover(index)
        return true
    }

    func isBetweenRungs(_ phase: IncidentState.Phase) -> Bool {
        switch phase {
        case .deciding, .resting, .confirming, .surveying: true
        case .waiting, .inspecting, .acting, .reconciling, .handedOver: false
        }
    }

    mutating func recover(_ index: Int) {
        noteServing(since: targets[index].incident?.recoverySince ?? now, target: index)
        guard var incident = targets[index].incident else { return }
        settleLeftovers(of: incident.record.id)
        let last = ledger.actions.last { $0.incident == incident.record.id && $0.state != .rejected }
        incident.record.state = .recovered
        incident.record.endedAt = now
        incident.record.waitUntil = nil
        incident.record.curedBy = last?.action
        incident.record.conclusion =
            last.map { "answers again \((now - $0.intendedAt).brief) after the \($0.action): \($0.progress)" }
            ?? "answers again by itself"
        keep(.incident(incident.record))
        decide(.recovered, target: index, action: last?.action, incident.record.conclusion ?? "", gates: [])
        targets[index].incident = nil
        conclude(incident.record, labels: targets[index].target.labels, kind: .recovered)
    }

    /// A guest that serves again settles what became of the actions on it.
    mutating func settleLeftovers(of incident: Int64) {
        for action in ledger.actions where action.incident == incident && action.state.isOpen {
            var settled = action
            settled.state = .completed
            settled.endedAt = now
            ledger.update(settled)
            keep(.action(settled))
        }
    }
}
