/// The settling of an unknown outcome: by looking, never by sending again.
extension Engine {
    /// Between two quiet readings that settle it.
    static let quietPause = TimeSpan.seconds(10)

    mutating func reconcile(
        _ id: Int64,
        _ state: IncidentState.Reconciliation,
        _ incident: IncidentState,
        target index: Int
    ) -> Bool {
        guard now < state.deadline else {
            let action = ledger[id]?.action ?? "the action"
            handOver(index, "what became of \(action) #\(id) could not be settled within \(incident.rule.patience)")
            return false
        }
        guard state.request == nil, now >= state.nextAt else { return false }
        var asking = state
        let request = numbering.nextInspection()
        asking.request = request
        targets[index].incident?.phase = .reconciling(action: id, asking)
        effects.append(.inspect(request: request, vps: incident.record.vps, for: nil))
        return false
    }

    mutating func finishReconciliationRead(
        _ result: Result<Inspection, ProviderFailure>,
        action id: Int64,
        _ state: IncidentState.Reconciliation,
        target index: Int
    ) {
        var next = state
        next.request = nil
        next.nextAt = now + Engine.quietPause
        if let quietAt = quietReading(result, of: targets[index].target.id) {
            if let since = next.quietSince, quietAt - since >= Engine.quietPause {
                closeAsIneffective(id, target: index)
                return
            }
            next.quietSince = next.quietSince ?? quietAt
        } else {
            next.quietSince = nil
        }
        targets[index].incident?.phase = .reconciling(action: id, next)
    }

    /// When a reading was begun that shows nothing pending on this very VPS.
    private func quietReading(_ result: Result<Inspection, ProviderFailure>, of vps: VPSID) -> Timestamp? {
        guard case .success(let reading) = result, !reading.ids.isEmpty, reading.ids.allSatisfy({ $0 == vps.text })
        else { return nil }
        switch reading.pendingTasks {
        case .idle: return reading.startedAt
        case .absent: return policy.assumeIdle ? reading.startedAt : nil
        case .busy: return nil
        }
    }

    /// Nothing is pending and the guest is still down: the action changed nothing. The next rung may go, never this one
    /// again.
    private mutating func closeAsIneffective(_ id: Int64, target index: Int) {
        if var action = ledger[id] {
            action.state = .ineffective
            action.endedAt = now
            ledger.update(action)
            keep(.action(action))
            note(target: index, "\(action.action) #\(id) closed as ineffective: nothing pending in two readings")
        }
        _ = leaveRung(index, mayRepeat: false)
    }
}
