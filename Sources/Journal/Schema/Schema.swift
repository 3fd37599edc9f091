internal import GRDB

/// The journal's tables, as a sequence of migrations. One that was released is never edited; a change is a new one.
enum Schema {
    /// `Dfib`, in the header of every journal.
    static let applicationID = 0x4466_6962

    /// Each brings the schema from its index to the next number, kept in `user_version`.
    private static let migrations: [(name: String, sql: String)] = [
        ("1 first light", firstLight),
        ("2 standing", standing),
        ("3 anchors", anchors),
        ("4 packing", packing),
    ]

    static var version: Int { migrations.count }

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for (index, migration) in migrations.enumerated() {
            migrator.registerMigration(migration.name) { database in
                try database.execute(sql: migration.sql)
                try database.execute(sql: "PRAGMA application_id = \(applicationID)")
                try database.execute(sql: "PRAGMA user_version = \(index + 1)")
            }
        }
        return migrator
    }

    /// Tables whose rows decide what the watchdog may do, and what becomes of the file: checked in full whenever a journal
    /// is opened to write. Those of observations are large and decide nothing.
    static let decisiveTables = [
        "grdb_migrations", "run", "state", "incident", "action", "decision", "notification", "proof", "pause",
        "standing", "boot",
    ]
}
