public import Engine
internal import GRDB

extension JournalReader {
    /// All that are not over, and of those that are the last `limit`; newest first.
    public func incidents(_ scope: Scope = .all, limit: Int) throws(JournalError) -> [IncidentRecord] {
        let (condition, arguments) = scope.condition(incidentColumn: "id")
        return try records(
            IncidentRecord.self,
            """
            SELECT body FROM incident WHERE \(condition) AND (NOT is_over OR id IN (
                SELECT id FROM incident WHERE is_over AND \(condition) ORDER BY id DESC LIMIT ?
            )) ORDER BY id DESC
            """,
            arguments + arguments + [limit]
        )
    }

    public func incident(_ id: Int64) throws(JournalError) -> IncidentRecord? {
        try records(IncidentRecord.self, "SELECT body FROM incident WHERE id = ?", [id]).first
    }

    /// The last `limit`, oldest first, as a timeline has them; so with the other queries.
    public func actions(_ scope: Scope = .all, limit: Int) throws(JournalError) -> [ActionRecord] {
        try last(ActionRecord.self, of: "action", scope, limit: limit)
    }

    public func decisions(_ scope: Scope = .all, limit: Int) throws(JournalError) -> [DecisionRecord] {
        try last(DecisionRecord.self, of: "decision", scope, limit: limit)
    }

    public func notifications(_ scope: Scope = .all, limit: Int) throws(JournalError) -> [NotificationRecord] {
        try last(NotificationRecord.self, of: "notification", scope, limit: limit)
    }

    /// Pauses and resumptions.
    public func pauses(limit: Int) throws(JournalError) -> [PauseRecord] {
        try last(PauseRecord.self, of: "pause", .all, limit: limit)
    }

    /// The boot in which an action was intended; nil for an action that is not there.
    public func bootID(ofAction id: Int64) throws(JournalError) -> String? {
        try read { try String.fetchOne($0, sql: "SELECT boot_id FROM action WHERE id = ?", arguments: [id]) }
    }

    private func last<Value: Decodable>(
        _ type: Value.Type,
        of table: String,
        _ scope: Scope,
        limit: Int
    ) throws(JournalError) -> [Value] {
        let (condition, arguments) = scope.condition(incidentColumn: "incident")
        let key = table == "notification" ? "seq" : "id"
        return try records(
            type,
            """
            SELECT body FROM (SELECT \(key) AS key, body FROM \(table) WHERE \(condition) ORDER BY \(key) DESC LIMIT ?)
            ORDER BY key
            """,
            arguments + [limit]
        )
    }
}

extension JournalReader.Scope {
    fileprivate func condition(incidentColumn: String) -> (String, StatementArguments) {
        switch self {
        case .all: ("TRUE", [])
        case .incident(let id): ("\(incidentColumn) = ?", [id])
        case .vps(let vps): ("vps = ?", [vps.text])
        }
    }
}
