internal import Engine
internal import FoundationEssentials
internal import GRDB

/// Writes one batch, inside its transaction. Steps that follow one another share a row; any other entry but a record ends
/// it, so that the order of events stays.
struct BatchWriter {
    let database: Database
    let run: Int64
    let records: RecordWriter
    /// Bytes of exact events written.
    private(set) var exactBytes = 0
    /// To go on with once the transaction is committed.
    private(set) var steps: StepEncoder
    private var newest: Timestamp?

    init(database: Database, run: Int64, bootID: String, steps: StepEncoder) {
        self.database = database
        self.run = run
        self.steps = steps
        records = RecordWriter(database: database, bootID: bootID)
    }

    mutating func write(_ batch: JournalBatch) throws {
        for entry in batch.entries {
            switch entry {
            case .step(let step): try add(step)
            case .record(let record):
                saw(record.newestTime)
                try records.write(record)
            case .layout(let layout, let epoch): try write(layout, epoch: epoch)
            case .beginning(let beginning):
                try endRow()
                saw(beginning.now)
                try writeEvent(at: beginning.now, .beginning, body: try RowBody.encode(beginning))
            case .note(let note):
                try endRow()
                saw(note.at)
                try writeEvent(at: note.at, kind: note.kind, body: Data(note.text.utf8))
            }
        }
        try endRow()
        try rememberNewest()
    }

    private mutating func add(_ step: JournalledStep) throws {
        if steps.mustEnd(before: step) { try endRow() }
        saw(step.at)
        try steps.add(step)
    }

    private mutating func endRow() throws {
        guard let row = steps.takeRow() else { return }
        try writeEvent(at: row.start, .steps, body: Data(row.bytes))
    }

    private func write(_ layout: ProbeLayout, epoch: UInt32) throws {
        try database.cachedStatement(sql: "INSERT OR REPLACE INTO layout (run, epoch, body) VALUES (?, ?, ?)")
            .execute(arguments: [run, Int64(epoch), try RowBody.encode(layout)])
    }

    private mutating func writeEvent(at: Timestamp, _ kind: EventKind, body: Data) throws {
        try writeEvent(at: at, kind: kind.rawValue, body: body)
    }

    private mutating func writeEvent(at: Timestamp, kind: String, body: Data) throws {
        try database.cachedStatement(sql: "INSERT INTO event (run, at, kind, body) VALUES (?, ?, ?, ?)")
            .execute(arguments: [run, at.milliseconds, kind, body])
        exactBytes += body.count
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
