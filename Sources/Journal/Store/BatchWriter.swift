internal import Engine
internal import FoundationEssentials
internal import GRDB

/// Writes one batch, inside its transaction.
struct BatchWriter {
    let database: Database
    let run: Int64
    let records: RecordWriter
    /// Bytes of exact events written.
    private(set) var exactBytes = 0
    /// To go on with once the transaction is committed.
    private(set) var series: SeriesNumbers
    private var newest: Timestamp?

    init(database: Database, run: Int64, bootID: String, series: SeriesNumbers) {
        self.database = database
        self.run = run
        self.series = series
        records = RecordWriter(database: database, bootID: bootID)
    }

    mutating func write(_ batch: JournalBatch) throws {
        if let fault = batch.fault { throw fault }
        newest = batch.newest
        for entry in batch.entries {
            switch entry {
            case .steps(let row): try write(row)
            case .record(let record):
                saw(record.newestTime)
                try records.write(record)
            case .layout(let layout, let epoch): try write(layout, epoch: epoch)
            case .beginning(let beginning):
                try writeEvent(at: beginning.now, .beginning, body: try RowBody.encode(beginning))
            case .note(let note): try writeEvent(at: note.at, kind: note.kind, body: Data(note.text.utf8))
            }
        }
        if let row = batch.lastSteps { try write(row) }
        try rememberNewest()
    }

    private mutating func write(_ row: StepRow) throws {
        try writeEvent(at: row.start, .steps, body: Data(row.bytes))
    }

    private mutating func write(_ layout: ProbeLayout, epoch: UInt32) throws {
        try database.cachedStatement(sql: "INSERT OR REPLACE INTO layout (run, epoch, body) VALUES (?, ?, ?)")
            .execute(arguments: [run, Int64(epoch), try RowBody.encode(layout)])
        try series.number(layout, epoch: epoch, in: database)
    }

    private mutating func writeEvent(at: Timestamp, _ kind: EventKind, body: Data) throws {
        try writeEvent(at: at, kind: kind.rawValue, body: body)
    }

    private mutating func writeEvent(at: Timestamp, kind: String, body: Data) throws {
        try database.cachedStatement(sql: "INSERT INTO event (run, at, kind, body) VALUES (?, ?, ?, ?)")
            .execute(arguments: [run, at.milliseconds, kind, body])
        exactBytes += body.count
    }

    /// Writes something that changes nothing: only a transaction that wrote is synced. A row that stays as it is SQLite does not
    /// write.
    func touch() throws {
        let newest = try Int64.fetchOne(database, sql: "SELECT newest FROM state")
        try database.execute(sql: "UPDATE state SET newest = IFNULL(newest, 0) + 1")
        try database.execute(sql: "UPDATE state SET newest = ?", arguments: [newest])
    }

    private mutating func saw(_ time: Timestamp) {
        newest = max(newest ?? time, time)
    }

    private func rememberNewest() throws {
        guard let newest else { return }
        try database.cachedStatement(sql: "UPDATE state SET newest = MAX(IFNULL(newest, ?1), ?1)")
            .execute(arguments: [newest.milliseconds])
    }
}
