internal import GRDB

/// Looks at a database without touching it, before anything opens it to write.
enum Preflight {
    enum Finding: Equatable {
        case empty
        case journal(version: Int)
    }

    static func inspect(_ path: String) throws(JournalError) -> Finding {
        let header = try read(path, Header.init)
        if header.tables == 0, header.applicationID == 0 { return .empty }
        guard header.applicationID == Schema.applicationID else { throw .foreign(path: path) }
        guard header.version <= Schema.version else {
            throw .newerSchema(path: path, found: header.version, known: Schema.version)
        }
        return .journal(version: header.version)
    }

    /// Reads every page of the tables that decide. Takes time in proportion to the decisive rows, not to observations.
    ///
    /// Before anything opens the file to write, for that alone changes it: GRDB makes and drops a table then.
    static func checkTables(_ path: String) throws(JournalError) {
        try read(path) { database in
            for table in Schema.decisiveTables where try database.tableExists(table) {
                let verdict = try String.fetchOne(database, sql: "PRAGMA quick_check('\(table)')") ?? ""
                guard verdict == "ok" else {
                    throw JournalError.corrupt(path: path, detail: "table \(table): \(verdict.prefix(200))")
                }
            }
        }
    }

    private static func read<Value>(_ path: String, _ body: (Database) throws -> Value) throws(JournalError) -> Value {
        try JournalError.wrapping(path: path) {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(2)
            return try DatabaseQueue(path: path, configuration: configuration).read(body)
        }
    }

    private struct Header {
        var applicationID: Int
        var version: Int
        var tables: Int

        init(_ database: Database) throws {
            applicationID = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
            version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            tables = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM sqlite_schema") ?? 0
        }
    }
}
