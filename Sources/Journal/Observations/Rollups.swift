public import Engine
internal import GRDB

/// What one probe did in one minute.
public struct Rollup: Hashable, Sendable {
    /// Its start.
    public var minute: Timestamp
    public var up: Int
    public var down: Int
    public var unknown: Int
    /// The longest probe, in microseconds.
    public var slowest: Int

    public init(minute: Timestamp, up: Int = 0, down: Int = 0, unknown: Int = 0, slowest: Int = 0) {
        self.minute = minute
        self.up = up
        self.down = down
        self.unknown = unknown
        self.slowest = slowest
    }

    mutating func add(_ observation: Observation) {
        switch observation.result {
        case .up: up += 1
        case .down: down += 1
        case .unknown: unknown += 1
        }
        slowest = max(slowest, Int(observation.measures.duration))
    }
}

extension Timestamp {
    var minuteStart: Timestamp {
        let offset = milliseconds % 60_000
        return Timestamp(milliseconds: milliseconds - (offset < 0 ? offset + 60_000 : offset))
    }
}

/// The minutes that are not written yet. A crash loses at most the running one, whose observations are still there.
struct OpenRollups {
    private struct Key: Hashable {
        var series: SeriesName
        var minute: Timestamp
    }

    private var open: [Key: Rollup] = [:]
    private var newest = Timestamp.distantPast
    private var writtenBefore = Timestamp.distantPast

    mutating func add(_ observation: Observation, _ series: SeriesName) {
        let minute = observation.startedAt.minuteStart
        newest = max(newest, minute)
        open[Key(series: series, minute: minute), default: Rollup(minute: minute)].add(observation)
    }

    /// Whether a minute has ended since the last writing.
    var isDue: Bool { newest > writtenBefore }

    /// What may be written: the minutes that are over, or all. A late observation adds to its row next time.
    func finished(all: Bool = false) -> [(SeriesName, Rollup)] {
        open.filter { all || $0.key.minute < newest }.map { ($0.key.series, $0.value) }
    }

    /// To be called once `finished` is durable.
    mutating func forgetFinished(all: Bool = false) {
        open = open.filter { !all && $0.key.minute >= newest }
        writtenBefore = newest
    }

    static func write(_ rollups: [(SeriesName, Rollup)], to database: Database) throws {
        let intern = try database.cachedStatement(sql: "INSERT OR IGNORE INTO series (owner, probe) VALUES (?, ?)")
        let add = try database.cachedStatement(
            sql: """
                INSERT INTO rollup (series, minute, up, down, unknown, slowest)
                VALUES ((SELECT id FROM series WHERE owner = ? AND probe = ?), ?, ?, ?, ?, ?)
                ON CONFLICT (series, minute) DO UPDATE SET up = up + excluded.up, down = down + excluded.down,
                    unknown = unknown + excluded.unknown, slowest = MAX(slowest, excluded.slowest)
                """
        )
        for (series, rollup) in rollups {
            try intern.execute(arguments: [series.owner, series.probe])
            try add.execute(
                arguments: [
                    series.owner, series.probe, rollup.minute.milliseconds, rollup.up, rollup.down, rollup.unknown,
                    rollup.slowest,
                ]
            )
        }
    }
}
