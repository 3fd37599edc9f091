internal import Engine
internal import GRDB
internal import Glibc

/// How a journal is opened to write.
enum Opening {
    struct Opened {
        var pool: DatabasePool
        var settler: DatabaseQueue
        /// The number of this life of the daemon.
        var run: Int64
        var exactBytes: Int
    }

    static func open(
        _ place: DataDirectory,
        limits: JournalLimits,
        bootID: String,
        startedAt: Timestamp
    ) throws -> Opened {
        let pool = try DatabasePool(path: place.database, configuration: configuration)
        try pool.writeWithoutTransaction { try configure($0, limits: limits) }
        try Schema.migrator.migrate(pool)
        let isSettled = try pool.writeWithoutTransaction(settle)
        try pool.read { database in
            let bytes = isSettled ? fileSize(place.database) : Int.max
            try Integrity.checkLength(database, path: place.database, fileBytes: bytes)
        }
        let settler = try DatabaseQueue(path: place.database, configuration: configuration)
        return try pool.write { database in
            try database.execute(
                sql: "INSERT INTO run (started_at, boot_id) VALUES (?, ?)",
                arguments: [startedAt.milliseconds, bootID]
            )
            let exactBytes = try Int.fetchOne(database, sql: "SELECT SUM(LENGTH(body)) FROM event") ?? 0
            return Opened(pool: pool, settler: settler, run: database.lastInsertedRowID, exactBytes: exactBytes)
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "defib.journal"
        configuration.maximumReaderCount = 3
        // Only a reader that recovers or settles the write-ahead log is ever waited for.
        configuration.busyMode = .timeout(5)
        // Of each of five connections; by itself SQLite lets each keep 2 MB of the same pages, which the system keeps as well.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -512") }
        return configuration
    }

    private static func configure(_ database: Database, limits: JournalLimits) throws {
        // Where nothing else is asked for. GRDB's pool chooses NORMAL.
        try Durability.power.choose(database)
        try database.execute(sql: "PRAGMA journal_size_limit = \(16 << 20)")
        // Whoever settles the log beside the commits comes first; this is for where nobody does.
        try database.execute(sql: "PRAGMA wal_autocheckpoint = 8192")
        let pageBytes = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 4_096
        try database.execute(sql: "PRAGMA max_page_count = \(max(1, limits.fileBytes / pageBytes))")
    }

    /// Moves the write-ahead log into the file, so that the file's own length means something. False where a reader was
    /// in the way.
    static func settle(_ database: Database) throws -> Bool {
        let row = try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        return row?[0] == 0
    }

    private static func fileSize(_ path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}
