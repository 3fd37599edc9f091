internal import GRDB

/// What is checked once when a journal is opened to write.
enum Integrity {
    /// Reads every page of the tables that decide, and compares the file's length with what it says of itself; a file cut
    /// short is found whatever was cut off. Takes time in proportion to the decisive rows, not to observations.
    static func check(_ database: Database, path: String, fileBytes: Int) throws {
        let pageBytes = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
        let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        guard fileBytes >= pages * pageBytes else {
            let missing = pages * pageBytes - fileBytes
            throw JournalError.corrupt(path: path, detail: "the file is \(missing) bytes shorter than it says")
        }
        for table in Schema.decisiveTables {
            let verdict = try String.fetchOne(database, sql: "PRAGMA quick_check('\(table)')") ?? ""
            guard verdict == "ok" else {
                throw JournalError.corrupt(path: path, detail: "table \(table): \(verdict.prefix(200))")
            }
        }
    }
}
