/// What needs a person is said again until somebody has acknowledged it.
extension Engine {
    func incidentDeadline(_ index: Int) -> Timestamp? {
        [targets[index].incident?.deadline, reminderDue(index)].compactMap(\.self).min()
    }

    private func reminderDue(_ index: Int) -> Timestamp? {
        guard let incident = targets[index].incident?.record, incident.state == .handedOver,
            incident.acknowledgement == nil, let pagedAt = incident.pagedAt
        else { return nil }
        let routes = policy.routes(for: "page", target: targets[index].target, rule: incident.rule)
        return routes.compactMap(\.remindEvery).min().map { pagedAt + $0 }
    }

    /// Of an incident that is handed over; always false, for nothing follows from it.
    mutating func remind(_ index: Int) -> Bool {
        guard let due = reminderDue(index), now >= due, var record = targets[index].incident?.record else {
            return false
        }
        record.pagedAt = now
        targets[index].incident?.record = record
        keep(.incident(record))
        let why = record.conclusion.map { ": \($0)" } ?? ""
        let age = (now - record.firstFailureAt).brief
        tell(index, kind: .reminder, severity: "page", "still down after \(age), acknowledged by nobody\(why)")
        return false
    }

    mutating func acknowledge(_ id: Int64, by: String, note words: String) {
        guard let index = targets.firstIndex(where: { $0.incident?.record.id == id }),
            var record = targets[index].incident?.record
        else { return }
        record.acknowledgement = IncidentRecord.Acknowledgement(by: by, at: now, note: words)
        targets[index].incident?.record = record
        keep(.incident(record))
        note(target: index, "acknowledged by \(by)\(words.isEmpty ? "" : ": \(words)")")
        review(index)
    }
}
