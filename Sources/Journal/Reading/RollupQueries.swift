public import Engine
internal import GRDB

/// One probe's days. `owner` is a VPS's id, or a reference's name.
public struct SeriesDays: Hashable, Sendable {
    public var owner: String
    public var probe: String
    /// Oldest first.
    public var days: [Rollup]
}

extension JournalReader {
    /// One probe's minutes, oldest first. `owner` is a VPS's id, or a reference's name.
    public func rollups(
        owner: String,
        probe: String,
        from: Timestamp,
        to: Timestamp
    ) throws(JournalError) -> [Rollup] {
        guard from < to else { return [] }
        return try read { database in
            let number = try Int.fetchOne(
                database,
                sql: "SELECT id FROM series WHERE owner = ? AND probe = ?",
                arguments: [owner, probe]
            )
            guard let number else { return [] }
            var minutes: [Timestamp: Rollup] = [:]
            for old in try oldRollups(of: number, from..<to, in: database) { minutes[old.minute] = old }
            try RollupTable(database: database).read(.minute, from..<to) { block in
                guard let rollup = block[number] else { return }
                minutes[block.start, default: Rollup(minute: block.start)].add(rollup)
            }
            return minutes.values.sorted { $0.minute < $1.minute }
        }
    }

    /// Days that are over and not older than what is kept, of one owner's probes or of all, by owner and probe.
    public func days(owner: String? = nil, from: Timestamp, to: Timestamp) throws(JournalError) -> [SeriesDays] {
        guard from < to else { return [] }
        return try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT id, owner, probe FROM series WHERE ?1 IS NULL OR owner = ?1 ORDER BY owner, probe",
                arguments: [owner]
            )
            var found = rows.map { SeriesDays(owner: $0[1], probe: $0[2], days: []) }
            var places: [Int: Int] = [:]
            for (place, row) in rows.enumerated() { places[row[0]] = place }
            try RollupTable(database: database).read(.day, from..<to) { block in
                for (series, rollup) in block.rows {
                    if let place = places[series] { found[place].days.append(rollup) }
                }
            }
            return found.filter { !$0.days.isEmpty }
        }
    }

    /// What the rows of minutes and of days take.
    public func rollupBytes() throws(JournalError) -> (minutes: Int, days: Int) {
        let sizes = try read { database in
            try [RollupTable.Span.minute, .day].map { span in
                let sql = "SELECT SUM(LENGTH(body)) FROM rollup_block WHERE span = ?"
                return try Int.fetchOne(database, sql: sql, arguments: [span.rawValue]) ?? 0
            }
        }
        return (sizes[0], sizes[1])
    }

    /// Of versions that wrote a row for each.
    private func oldRollups(of series: Int, _ range: Range<Timestamp>, in database: Database) throws -> [Rollup] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT minute, up, down, unknown, slowest FROM rollup WHERE series = ? AND minute >= ? AND minute < ?
                """,
            arguments: [series, range.lowerBound.milliseconds, range.upperBound.milliseconds]
        ).map {
            Rollup(minute: Timestamp(milliseconds: $0[0]), up: $0[1], down: $0[2], unknown: $0[3], slowest: $0[4])
        }
    }
}

extension RollupBlock {
    /// Nil where the series did nothing then.
    fileprivate subscript(series: Int) -> Rollup? {
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if rows[middle].series < series { low = middle + 1 } else { high = middle }
        }
        return low < rows.count && rows[low].series == series ? rows[low].rollup : nil
    }
}
