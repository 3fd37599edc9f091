import Exposition

/// A page part by part, each made when it is asked for: the whole text of a large fleet is never in memory, and whoever
/// reads it slowly holds its rows alone.
struct MetricsParts: Sequence, IteratorProtocol, Sendable {
    /// A part ends with the first row beyond this. At 64 kB a part takes about 50 µs to make.
    static let bytes = 65_536

    private let blocks: [PageBlock]
    private let rows: FleetRows
    private var writer: MetricsWriter?
    private var block = 0
    private var row = 0

    init(_ blocks: [PageBlock], _ rows: FleetRows, _ format: ExpositionFormat) {
        self.blocks = blocks
        self.rows = rows
        writer = MetricsWriter(format, capacity: MetricsParts.bytes + 8_192)
    }

    mutating func next() -> [UInt8]? {
        guard var writer = writer.take() else { return nil }
        while block < blocks.count, writer.count < MetricsParts.bytes { write(&writer) }
        guard block < blocks.count else { return writer.finish() }
        defer { self.writer = writer }
        return writer.take()
    }

    /// Some of the present block, at most until the part is full.
    private mutating func write(_ writer: inout MetricsWriter) {
        let isDone =
            switch blocks[block] {
            case .once(let write): once(write, &writer)
            case .targets(let write): each(of: rows.targets, write, &writer)
            case .probes(let write): each(of: rows.probes, write, &writer)
            }
        guard isDone else { return }
        block += 1
        row = 0
    }

    private func once(_ write: (inout MetricsWriter) -> Void, _ writer: inout MetricsWriter) -> Bool {
        write(&writer)
        return true
    }

    private mutating func each<Row>(
        of rows: [Row],
        _ write: (Row, inout MetricsWriter) -> Void,
        _ writer: inout MetricsWriter
    ) -> Bool {
        // By the buffer, from which a row is passed on without a copy.
        row = rows.withUnsafeBufferPointer { rows in
            var row = row
            while row < rows.count, writer.count < MetricsParts.bytes {
                write(rows[row], &writer)
                row += 1
            }
            return row
        }
        return row == rows.count
    }
}
