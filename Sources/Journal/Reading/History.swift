public import Engine
internal import FoundationEssentials
internal import GRDB

/// Everything that happened, in order, as a replay takes it in.
public struct History {
    public enum Item: Hashable, Sendable {
        case beginning(LifeBeginning)
        /// Consecutive, of the life that began last. The first of a life has ordinal 1.
        case steps([JournalledStep])
        /// A row that this version can't take in: damaged, or written by another one. What follows in this life is no
        /// longer exact.
        case unreadable(at: Timestamp, why: String)
    }

    private let reader: JournalReader
    private var seq: Int64
    private var rows: ArraySlice<JournalEvent> = []
    private var decoder = StepDecoder()

    private static let rowsAtOnce = 64

    init(_ reader: JournalReader, after seq: Int64) {
        self.reader = reader
        self.seq = seq
    }

    /// Of the life under way: its beginning's row, and the latest step that was handed out.
    private var life: Int64?
    private var latest: UInt64 = 0
    /// The packed row for which the life was read again.
    private var rereadFor: Int64?

    /// Nil at the end of what is committed by then.
    public mutating func next() throws(JournalError) -> Item? {
        while true {
            if rows.isEmpty { rows = try reader.events(after: seq, limit: History.rowsAtOnce)[...] }
            guard let row = rows.popFirst() else { return nil }
            seq = row.seq
            if let item = item(of: row) { return item }
        }
    }

    /// Nil where there is nothing new in it.
    private mutating func item(of row: JournalEvent) -> Item? {
        switch row.content {
        case .beginning(let beginning):
            decoder = StepDecoder()
            guard row.seq != life else { return nil }
            (life, latest) = (row.seq, 0)
            return .beginning(beginning)
        case .steps(let bytes): return steps(of: bytes, in: row)
        case .unreadable(let why): return .unreadable(at: row.at, why: why)
        case .observations, .note: return nil
        }
    }

    private mutating func steps(of bytes: StepRow, in row: JournalEvent) -> Item? {
        if let steps = decoder.steps(of: bytes) {
            let fresh = steps.first.map { $0.ordinal > latest } ?? true ? steps : steps.filter { $0.ordinal > latest }
            latest = max(latest, fresh.last?.ordinal ?? latest)
            return fresh.isEmpty ? nil : .steps(fresh)
        }
        // Rows before it may have been packed since they were read: then it goes on from what was not seen.
        guard bytes.isPacked, let life, rereadFor != row.seq else {
            return .unreadable(at: row.at, why: "row \(row.seq) is damaged")
        }
        rereadFor = row.seq
        rows = []
        seq = life - 1
        return nil
    }
}

extension JournalReader {
    /// From the last beginning of a life not after the moment, or from the first there is.
    public func history(since moment: Timestamp?) throws(JournalError) -> History {
        let start = try read { database in
            try Int64.fetchOne(
                database,
                sql: """
                    SELECT seq FROM event WHERE kind = 'beginning' AND at <= ? ORDER BY seq DESC LIMIT 1
                    """,
                arguments: [(moment ?? .distantPast).milliseconds]
            ) ?? Int64.fetchOne(database, sql: "SELECT MIN(seq) FROM event WHERE kind = 'beginning'")
        }
        return History(self, after: start.map { $0 - 1 } ?? .max)
    }

    /// When the oldest step was taken whose life has lost its beginning, because older events made room; nil where none has.
    public func beheaded() throws(JournalError) -> Timestamp? {
        try read { database in
            let row = try Row.fetchOne(
                database,
                sql: "SELECT at, (SELECT MIN(seq) FROM event WHERE kind = 'beginning') FROM event ORDER BY seq LIMIT 1"
            )
            guard let row, let oldest = try Int64.fetchOne(database, sql: "SELECT MIN(seq) FROM event") else {
                return nil
            }
            let first: Int64? = row[1]
            return first == oldest ? nil : Timestamp(milliseconds: row[0])
        }
    }

    public func decision(_ id: Int64) throws(JournalError) -> DecisionRecord? {
        try records(DecisionRecord.self, "SELECT body FROM decision WHERE id = ?", [id]).first
    }

    /// Those after the id, up to the moment, oldest first.
    public func decisions(after id: Int64, until moment: Timestamp) throws(JournalError) -> [DecisionRecord] {
        try records(
            DecisionRecord.self,
            "SELECT body FROM decision WHERE id > ? AND at <= ? ORDER BY id",
            [id, moment.milliseconds]
        )
    }

    public func action(_ id: Int64) throws(JournalError) -> ActionRecord? {
        try records(ActionRecord.self, "SELECT body FROM action WHERE id = ?", [id]).first
    }

    public func notification(_ id: Int64, to receiver: String) throws(JournalError) -> NotificationRecord? {
        try records(
            NotificationRecord.self,
            "SELECT body FROM notification WHERE id = ? AND receiver = ?",
            [id, receiver]
        ).first
    }
}
