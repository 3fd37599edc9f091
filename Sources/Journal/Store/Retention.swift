internal import Engine
internal import GRDB

/// Deletes what is beyond the limits: a little with each commit, so that no commit takes long.
struct Retention {
    let database: Database
    let limits: JournalLimits

    private static let rowsAtOnce = 500
    /// Of the pages the file may have. Beyond, minutes make room for what decisions rest on.
    private static let crowdedShare = 0.75
    private static let minutesAtOnce = TimeSpan.hours(1)

    /// Deletes the oldest exact events while they exceed their limit, and once a minute what is too old, or too much.
    ///
    /// - Returns: the bytes freed of exact events.
    func makeRoom(used: Int, byAge: Bool) throws -> Int {
        let freed = used > limits.exactBytes ? try dropEvents(bytes: used - limits.exactBytes) : 0
        if byAge {
            try dropOld()
            if try isCrowded() { try dropMinutes() }
        }
        return freed
    }

    private func isCrowded() throws -> Bool {
        func pages(_ pragma: String) throws -> Int {
            try Int.fetchOne(database, sql: "PRAGMA \(pragma)") ?? 0
        }
        let used = try pages("page_count") - pages("freelist_count")
        return Double(used) > Double(try pages("max_page_count")) * Retention.crowdedShare
    }

    /// The oldest hour of minutes, those of earlier versions first. A full file would end all action, and only charts want
    /// these; their days stay.
    private func dropMinutes() throws {
        let minute = RollupTable.Span.minute.rawValue
        for (table, start, which) in [("rollup", "minute", "TRUE"), ("rollup_block", "start", "span = \(minute)")] {
            let oldest = try Int64.fetchOne(database, sql: "SELECT MIN(\(start)) FROM \(table) WHERE \(which)")
            guard let oldest else { continue }
            let limit = oldest + Retention.minutesAtOnce.milliseconds
            return try delete("DELETE FROM \(table) WHERE \(which) AND \(start) < ?", [limit])
        }
    }

    private func dropEvents(bytes: Int) throws -> Int {
        let rows = try Row.fetchAll(
            database.cachedStatement(sql: "SELECT seq, LENGTH(body) FROM event ORDER BY seq LIMIT ?"),
            arguments: [Retention.rowsAtOnce]
        )
        var freed = 0
        var last: Int64?
        for row in rows where freed < bytes {
            freed += row[1]
            last = row[0]
        }
        guard let last else { return 0 }
        try delete("DELETE FROM event WHERE seq <= ?", [last])
        try delete("DELETE FROM layout WHERE run < (SELECT MIN(run) FROM event)", [])
        return freed
    }

    /// Leaves the newest row of each table: ids go on counting from there. A chain of decisions that lost its beginning
    /// is still a chain.
    private func dropOld() throws {
        guard let newest = try Int64.fetchOne(database, sql: "SELECT newest FROM state") else { return }
        let rollups = newest - limits.rollups.milliseconds
        let records = newest - limits.records.milliseconds
        try delete("DELETE FROM rollup WHERE minute < ?", [rollups])
        for (span, limit) in [(RollupTable.Span.minute, rollups), (.day, records)] {
            try delete("DELETE FROM rollup_block WHERE span = ? AND start < ?", [span.rawValue, limit])
        }
        for (table, isOver) in [
            ("incident", "is_over"), ("action", "NOT is_open"), ("decision", "TRUE"),
            ("notification", "NOT is_pending"),
        ] {
            let key = table == "notification" ? "seq" : "id"
            try delete(
                """
                DELETE FROM \(table) WHERE \(key) IN (
                    SELECT \(key) FROM \(table)
                    WHERE at < ? AND \(isOver) AND \(key) < (SELECT MAX(\(key)) FROM \(table))
                    ORDER BY \(key) LIMIT \(Retention.rowsAtOnce)
                )
                """,
                [records]
            )
        }
    }

    private func delete(_ sql: String, _ arguments: StatementArguments) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
