internal import Engine
internal import FoundationEssentials
internal import GRDB

/// The rows of minutes and days. A minute may have several, where an observation came late; they add up.
struct RollupTable {
    let database: Database

    enum Span: Int64 {
        case minute = 60
        case day = 86_400
    }

    func write(_ blocks: [RollupBlock], _ span: Span = .minute) throws {
        let insert = try database.cachedStatement(sql: "INSERT INTO rollup_block (span, start, body) VALUES (?, ?, ?)")
        for block in blocks where !block.rows.isEmpty {
            try insert.execute(arguments: [span.rawValue, block.start.milliseconds, Data(block.encoded())])
        }
    }

    /// Hands out the blocks that start in the range, the oldest first. Damaged ones are left out: they decide nothing.
    func read(_ span: Span, _ range: Range<Timestamp>, _ take: (RollupBlock) throws -> Void) throws {
        let rows = try Row.fetchCursor(
            database.cachedStatement(
                sql: """
                    SELECT start, body FROM rollup_block WHERE span = ? AND start >= ? AND start < ? ORDER BY start, seq
                    """
            ),
            arguments: [span.rawValue, range.lowerBound.milliseconds, range.upperBound.milliseconds]
        )
        while let row = try rows.next() {
            let body: Data = row[1]
            if let block = RollupBlock(Array(body), start: Timestamp(milliseconds: row[0])) { try take(block) }
        }
    }

    /// The oldest day that is over and not summed up; nil where there is none.
    func dayToSum(before today: Timestamp) throws -> Timestamp? {
        let last = try Int64.fetchOne(
            database,
            sql: "SELECT MAX(start) FROM rollup_block WHERE span = ?",
            arguments: [Span.day.rawValue]
        )
        let since = last.map { Timestamp(milliseconds: $0) + .hours(24) } ?? .distantPast
        let next = try Int64.fetchOne(
            database,
            sql: "SELECT MIN(start) FROM rollup_block WHERE span = ? AND start >= ? AND start < ?",
            arguments: [Span.minute.rawValue, since.milliseconds, today.milliseconds]
        )
        return next.map { Timestamp(milliseconds: $0).dayStart }
    }

    /// What one day's minutes come to.
    func sum(of day: Timestamp) throws -> RollupBlock {
        var sums: [Int: Rollup] = [:]
        try read(.minute, day..<(day + .hours(24))) { block in
            for (series, rollup) in block.rows { sums[series, default: Rollup(minute: day)].add(rollup) }
        }
        return RollupBlock(start: day, rows: sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }
}
