internal import Engine
internal import FoundationEssentials
internal import GRDB

/// Writes one batch, inside its transaction. Observations in a row share a row; any other entry ends it, so that the
/// order of events stays.
struct BatchWriter {
    let database: Database
    let run: Int64
    let records: RecordWriter
    /// Bytes of exact events written.
    private(set) var exactBytes = 0
    private var chunk = ByteWriter()
    private var chunkStart: Timestamp?
    private var newest: Timestamp?

    /// Observations of one row, in bytes: about a thousand.
    private static let chunkBytes = 48_000

    init(database: Database, run: Int64, bootID: String) {
        self.database = database
        self.run = run
        records = RecordWriter(database: database, bootID: bootID)
    }

    mutating func write(_ batch: JournalBatch) throws {
        for entry in batch.entries {
            switch entry {
            case .observation(let observation): try add(observation)
            case .record(let record):
                saw(record.newestTime)
                try records.write(record)
            case .layout(let layout, let epoch):
                try endChunk()
                try write(layout, epoch: epoch)
            case .note(let note):
                try endChunk()
                saw(note.at)
                try writeEvent(at: note.at, kind: note.kind, body: Data(note.text.utf8))
            }
        }
        try endChunk()
        try rememberNewest()
    }

    private mutating func add(_ observation: Observation) throws {
        chunkStart = chunkStart ?? observation.startedAt
        saw(observation.startedAt)
        ObservationCodec.encode(observation, into: &chunk)
        if chunk.bytes.count >= BatchWriter.chunkBytes { try endChunk() }
    }

    private mutating func endChunk() throws {
        guard let start = chunkStart else { return }
        try writeEvent(at: start, kind: EventNote.observations, body: Data(chunk.bytes))
        chunk = ByteWriter()
        chunkStart = nil
    }

    private func write(_ layout: ProbeLayout, epoch: UInt32) throws {
        try database.cachedStatement(sql: "INSERT OR REPLACE INTO layout (run, epoch, body) VALUES (?, ?, ?)")
            .execute(arguments: [run, Int64(epoch), try RowBody.encode(layout)])
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
