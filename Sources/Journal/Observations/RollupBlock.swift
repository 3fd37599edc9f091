internal import Engine

/// What all series did in one span, as one row: of 200 series 450 bytes, where a row for each was 9,000 with its index.
struct RollupBlock {
    var start: Timestamp
    /// By the series' number, ascending.
    var rows: [(series: Int, rollup: Rollup)]

    init(start: Timestamp, rows: [(series: Int, rollup: Rollup)]) {
        self.start = start
        self.rows = rows
    }

    /// A column for each number, for they are alike, each compressed by itself.
    func encoded() -> [UInt8] {
        var columns = Array(repeating: ByteWriter(isCompact: true), count: RollupBlock.columns)
        var before = -1
        for (series, rollup) in rows {
            columns[0].put(UInt64(series - before - 1))
            columns[1].put(UInt64(rollup.up))
            columns[2].put(UInt64(rollup.down))
            columns[3].put(UInt64(rollup.unknown))
            columns[4].put(UInt64(rollup.slowest))
            columns[5].put(UInt64(rollup.spent))
            before = series
        }
        var writer = ByteWriter(isCompact: true)
        writer.put(UInt64(rows.count))
        for column in columns { writer.put(compressed: column.bytes) }
        return writer.bytes
    }

    private static let columns = 6
    private static let mostRows: UInt64 = 16 << 20

    /// Nil for bytes that are no block.
    init?(_ bytes: [UInt8], start: Timestamp) {
        var reader = ByteReader(bytes, isCompact: true)
        guard let count = reader.take(UInt64.self), count <= RollupBlock.mostRows else { return nil }
        var columns: [ByteReader] = []
        for _ in 0..<RollupBlock.columns {
            guard let column = reader.takeCompressed() else { return nil }
            columns.append(ByteReader(column, isCompact: true))
        }
        self.start = start
        rows = []
        rows.reserveCapacity(Int(count))
        var before = -1
        for _ in 0..<count {
            guard let gap = columns[0].take(UInt64.self), gap <= RollupBlock.mostRows, let up = columns[1].takeCount(),
                let down = columns[2].takeCount(), let unknown = columns[3].takeCount(),
                let slowest = columns[4].takeCount(), let spent = columns[5].takeCount()
            else { return nil }
            before += Int(gap) + 1
            let rollup = Rollup(
                minute: start,
                up: up,
                down: down,
                unknown: unknown,
                slowest: slowest,
                spent: spent
            )
            rows.append((before, rollup))
        }
    }
}

extension ByteReader {
    /// Small enough that sums of many do not overflow.
    fileprivate mutating func takeCount() -> Int? {
        take(UInt64.self).flatMap { $0 < 1 << 48 ? Int($0) : nil }
    }
}
