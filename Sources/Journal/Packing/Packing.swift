internal import Engine
internal import FoundationEssentials
internal import GRDB

/// Which rows are packed next, and what earlier ones leave to go on from.
struct PackingState: Sendable {
    /// Nil: the next packed row is a key row.
    fileprivate(set) var memory: PackMemory?
    fileprivate var run: Int64 = 0
    /// Rows up to here are packed, or can't be.
    fileprivate var seq: Int64 = 0
    private var rowsSinceKey = 0

    /// A damaged row takes no more than those before the next key row with it.
    private static let rowsPerKey = 32
    private static let mostShapes = 4_096

    mutating func note(_ work: Packing.Work, isReplaced: Bool) {
        seq = work.last
        guard isReplaced, let next = work.memory else {
            memory = nil
            return
        }
        rowsSinceKey = memory == nil ? 1 : rowsSinceKey + 1
        let isAtEnd = rowsSinceKey >= PackingState.rowsPerKey || next.shapes.count > PackingState.mostShapes
        memory = isAtEnd ? nil : next
        run = work.run
    }
}

/// Replaces rows of steps by one that holds the same in a fifth of the bytes.
struct Packing {
    let database: Database
    /// Of this life of the daemon, which goes on.
    let run: Int64

    /// What is packed together: at 10,000 targets, ten seconds. Replacing it holds a commit up by 3 ms.
    private static let bytes = 1 << 20
    /// What comes too slowly to be so much waits no longer than this.
    private static let longestWait = TimeSpan.minutes(10)
    private static let rowsAtOnce = 2_000

    struct Work {
        var run: Int64
        var first: Int64
        var last: Int64
        var count: Int
        var start: Timestamp
        /// Of the rows' bodies.
        var before: Int
        /// Nil where a row can't be read, and stays as it is.
        var body: [UInt8]?
        var memory: PackMemory?
    }

    /// Nil while what waits is too little and too new.
    func next(_ state: inout PackingState) throws -> Work? {
        guard let rows = try waiting(after: state.seq), let first = rows.first, let last = rows.last else { return nil }
        if first.run != state.run { state.memory = nil }
        var work = Work(run: first.run, first: first.seq, last: last.seq, count: rows.count, start: first.at, before: 0)
        var packer = StepPacker(after: state.memory, start: first.at)
        for row in rows {
            guard
                let body = try Data.fetchOne(
                    database,
                    sql: "SELECT body FROM event WHERE seq = ?",
                    arguments: [row.seq]
                )
            else { return nil }
            work.before += body.count
            guard packer.add(StepRow(bytes: Array(body), start: row.at)) else { return work }
        }
        let (bytes, memory) = packer.finish()
        if bytes.count < work.before { (work.body, work.memory) = (bytes, memory) }
        return work
    }

    private typealias Waiting = (seq: Int64, run: Int64, at: Timestamp, bytes: Int)

    /// The oldest rows of one life that follow one another, where there are enough.
    private func waiting(after seq: Int64) throws -> [Waiting]? {
        let found = try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT seq, run, at, LENGTH(body) FROM event WHERE kind = 'steps' AND seq > ? ORDER BY seq LIMIT ?
                    """
            ),
            arguments: [seq, Packing.rowsAtOnce]
        ).map { row -> Waiting in (row[0], row[1], Timestamp(milliseconds: row[2]), row[3]) }
        guard let first = found.first, let newest = found.last else { return nil }
        let barrier = try Int64.fetchOne(
            database,
            sql: "SELECT MIN(seq) FROM event WHERE seq > ? AND kind <> 'steps'",
            arguments: [first.seq]
        )
        var rows: [Waiting] = []
        var bytes = 0
        for row in found where row.run == first.run && row.seq < barrier ?? .max && bytes < Packing.bytes {
            rows.append(row)
            bytes += row.bytes
        }
        let isOver = first.run != run || barrier != nil
        let isDue = bytes >= Packing.bytes || newest.at - first.at >= Packing.longestWait
        return isDue || isOver || found.count == Packing.rowsAtOnce ? rows : nil
    }

    /// Puts it in the last one's place, so that a reader who was among them meets it, and knows by the ordinals what is new.
    ///
    /// - Returns: the bytes that this saves; nil where the rows are not what they were, because the oldest made room meanwhile.
    func replace(_ work: Work) throws -> Int? {
        guard let body = work.body else { return nil }
        let present = try Int.fetchOne(
            database,
            sql: "SELECT COUNT(*) FROM event WHERE seq BETWEEN ? AND ? AND kind = 'steps'",
            arguments: [work.first, work.last]
        )
        guard present == work.count else { return nil }
        try database.execute(
            sql: "DELETE FROM event WHERE seq >= ? AND seq < ?",
            arguments: [work.first, work.last]
        )
        try database.execute(
            sql: "UPDATE event SET at = ?, kind = ?, body = ? WHERE seq = ?",
            arguments: [work.start.milliseconds, EventKind.packed.rawValue, Data(body), work.last]
        )
        return work.before - body.count
    }
}
