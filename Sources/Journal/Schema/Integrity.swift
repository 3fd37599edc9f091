internal import GRDB

/// What is checked of a journal that has just been opened to write; its tables were before (`Preflight`).
enum Integrity {
    /// Compares the file's length with what it says of itself; a file cut short is found whatever was cut off.
    static func checkLength(_ database: Database, path: String, fileBytes: Int) throws {
        let pageBytes = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
        let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        guard fileBytes >= pages * pageBytes else {
            let missing = pages * pageBytes - fileBytes
            throw JournalError.corrupt(path: path, detail: "the file is \(missing) bytes shorter than it says")
        }
    }
}
