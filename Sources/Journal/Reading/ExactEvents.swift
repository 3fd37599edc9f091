public import Engine
internal import FoundationEssentials
internal import GRDB

/// One row of what happened, in order.
public struct JournalEvent: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        /// Of a version that kept no other event, nor when the engine took them.
        case observations([Observation])
        case steps(StepRow)
        case beginning(LifeBeginning)
        /// Of another version's making.
        case unreadable(String)
        case note(kind: String, text: String)
    }

    /// Counts up over the journal's whole life, with gaps.
    public var seq: Int64
    /// Which life of the daemon; epochs count anew in each.
    public var run: Int64
    /// Of the first in it.
    public var at: Timestamp
    public var content: Content
}

extension JournalReader {
    /// At most `limit` rows after `seq` (0: from the oldest that is kept), in the order in which they were committed.
    public func events(after seq: Int64 = 0, limit: Int) throws(JournalError) -> [JournalEvent] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT seq, run, at, kind, body FROM event WHERE seq > ? ORDER BY seq LIMIT ?",
                arguments: [seq, limit]
            ).map(event)
        }
    }

    /// What the rows of steps take: those that are packed, and those that wait for it.
    public func stepBytes() throws(JournalError) -> (packed: Int, waiting: Int) {
        let sizes = try read { database in
            try [EventKind.packed, .steps].map { kind in
                let sql = "SELECT SUM(LENGTH(body)) FROM event WHERE kind = ?"
                return try Int.fetchOne(database, sql: sql, arguments: [kind.rawValue]) ?? 0
            }
        }
        return (sizes[0], sizes[1])
    }

    /// What the positions in a run's observations stand for.
    public func layout(run: Int64, epoch: UInt32) throws(JournalError) -> ProbeLayout? {
        try records(
            ProbeLayout.self,
            "SELECT body FROM layout WHERE run = ? AND epoch = ?",
            [run, Int64(epoch)]
        ).first
    }

    private func event(_ row: Row) throws -> JournalEvent {
        let kind: String = row[3]
        let body: Data = row[4]
        let at = Timestamp(milliseconds: row[2])
        let content: JournalEvent.Content =
            switch EventKind(rawValue: kind) {
            case .observations: .observations(try observations(body, row: row[0]))
            case .steps: .steps(StepRow(bytes: Array(body), start: at))
            case .packed: .steps(StepRow(bytes: Array(body), start: at, isPacked: true))
            case .beginning: beginning(body)
            case nil: .note(kind: kind, text: String(decoding: body, as: UTF8.self))
            }
        return JournalEvent(seq: row[0], run: row[1], at: at, content: content)
    }

    private func beginning(_ body: Data) -> JournalEvent.Content {
        if let beginning = try? RowBody.decode(LifeBeginning.self, from: body),
            beginning.form == LifeBeginning.currentForm
        {
            return .beginning(beginning)
        }
        let writer = (try? RowBody.decode(LifeBeginning.Writer.self, from: body))?.version
        return .unreadable(
            "it was recorded by \(writer.map { "Defib \($0)" } ?? "another version"), in a form that this one can't replay"
        )
    }

    private func observations(_ body: Data, row: Int64) throws -> [Observation] {
        guard let observations = ObservationCodec.decodeAll(Array(body)) else {
            throw damaged("observations of row \(row)")
        }
        return observations
    }
}
