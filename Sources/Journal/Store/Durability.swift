internal import GRDB

/// What a commit outlives. Commits are a sequence of which no end can destroy more than the last ones: each is whole or gone,
/// and gone only with all that came after it.
public enum Durability: Sendable {
    /// This process. The system has it, and a power cut may still take it.
    case process
    /// The power as well, and so does all that was committed before.
    case power
}

extension Durability {
    /// Outside any transaction, where alone SQLite takes it. The write-ahead log is synced at each commit, or before it moves
    /// into the file.
    func choose(_ database: Database) throws {
        let level =
            switch self {
            case .process: "NORMAL"
            case .power: "FULL"
            }
        try database.execute(sql: "PRAGMA synchronous = \(level)")
    }
}
