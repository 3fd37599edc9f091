/// Operators who stop power actions, or end an incident.
extension Engine {
    mutating func setPause(_ record: PauseRecord) {
        pause = record
        keep(.pause(record))
        reviewIncidents()
    }

    mutating func close(_ id: Int64, by: String) {
        guard let index = targets.firstIndex(where: { $0.incident?.record.id == id }),
            var record = targets[index].incident?.record
        else { return }
        record.state = .closed
        record.endedAt = now
        record.conclusion = "closed by \(by)"
        keep(.incident(record))
        decide(.closed, target: index, action: nil, "closed by \(by)", gates: [])
        targets[index].incident = nil
        for action in ledger.actions where action.incident == id && action.state.isOpen { leaveToSettle(action) }
        conclude(record, labels: targets[index].target.labels, kind: .notice)
        reviewRequests()
        review(index)
    }
}
