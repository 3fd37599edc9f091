internal import Engine
internal import GRDB

extension JournalReader {
    /// Counted back from the newest row, not from a clock, which may be wrong just after a start.
    func recovered() throws(JournalError) -> Recovered {
        let newest = try read { try Int64.fetchOne($0, sql: "SELECT newest FROM state") }
        let cutoff = (newest ?? 0) - Recovered.actionsBack.milliseconds
        let silences = try standing(SilenceRecord.self, .silence).sorted { $0.id < $1.id }
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
            told: try told(),
            pause: try records(PauseRecord.self, "SELECT body FROM pause ORDER BY id DESC LIMIT 1").first,
            silences: silences.filter { $0.endedAt == nil },
            latch: try standing(LatchRecord.self, .latch).first,
            boots: try records(BootRecord.self, "SELECT body FROM boot ORDER BY began, vps"),
            trust: try standing(TrustRecord.self, .trust).filter(\.isDisarmed),
            discoveries: try standing(DiscoveryRecord.self, .discovery).filter { !$0.isRetired },
            endedIncidents: try endedIncidents(since: (newest ?? 0) - Recovered.incidentsBack.milliseconds),
            lastIncidentID: try lastID("incident"),
            lastActionID: try lastID("action"),
            lastDecisionID: try lastID("decision"),
            lastNotificationID: try lastID("notification"),
            lastSilenceID: silences.last?.id ?? 0,
            newestRow: newest.map(Timestamp.init(milliseconds:))
        )
    }

    /// The rows of open incidents that have arrived; the last of each receiver and key counts.
    private func told() throws(JournalError) -> [NotificationRecord] {
        try records(
            NotificationRecord.self,
            """
            SELECT body FROM notification
            WHERE incident IN (SELECT id FROM incident WHERE NOT is_over) AND NOT is_pending ORDER BY id, seq
            """
        ).filter { $0.state == .delivered }.latestByReceiver
    }

    private func standing<Value: Decodable>(
        _ type: Value.Type,
        _ kind: StandingKind
    ) throws(JournalError) -> [Value] {
        try records(type, "SELECT body FROM standing WHERE kind = ? ORDER BY key", [kind.rawValue])
    }

    /// Looks at the last ones only: that many incidents in a day are a storm, which has a guard of its own.
    private func endedIncidents(since moment: Int64) throws(JournalError) -> [IncidentRecord] {
        try records(
            IncidentRecord.self,
            "SELECT body FROM (SELECT id, body FROM incident WHERE is_over ORDER BY id DESC LIMIT 10000) ORDER BY id"
        ).filter { ($0.endedAt ?? $0.openedAt).milliseconds >= moment }
    }

    private func lastID(_ table: String) throws(JournalError) -> Int64 {
        try read { try Int64.fetchOne($0, sql: "SELECT MAX(id) FROM \(table)") } ?? 0
    }
}
