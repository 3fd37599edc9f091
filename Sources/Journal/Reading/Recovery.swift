internal import Engine
internal import GRDB

extension JournalReader {
    /// How far back actions count for budgets.
    private static let actionsBack = TimeSpan.hours(31 * 24)

    /// Counted back from the newest row, not from a clock, which may be wrong just after a start.
    func recovered() throws(JournalError) -> Recovered {
        let newest = try read { try Int64.fetchOne($0, sql: "SELECT newest FROM state") }
        let cutoff = (newest ?? 0) - JournalReader.actionsBack.milliseconds
        return Recovered(
            incidents: try records(IncidentRecord.self, "SELECT body FROM incident WHERE NOT is_over ORDER BY id"),
            actions: try records(
                ActionRecord.self,
                "SELECT body FROM action WHERE is_open OR at >= ? ORDER BY id",
                [cutoff]
            ),
            proofs: try records(ProofRecord.self, "SELECT body FROM proof ORDER BY vps, probe"),
            notifications: try records(
                NotificationRecord.self,
                "SELECT body FROM notification WHERE is_pending ORDER BY id, seq"
            ),
            pause: try records(PauseRecord.self, "SELECT body FROM pause ORDER BY id DESC LIMIT 1").first,
            lastIncidentID: try lastID("incident"),
            lastActionID: try lastID("action"),
            lastDecisionID: try lastID("decision"),
            lastNotificationID: try lastID("notification"),
            newestRow: newest.map(Timestamp.init(milliseconds:))
        )
    }

    private func lastID(_ table: String) throws(JournalError) -> Int64 {
        try read { try Int64.fetchOne($0, sql: "SELECT MAX(id) FROM \(table)") } ?? 0
    }
}
