public import Engine

/// What the scheduler counted since it was made.
public struct ScheduleCounters: Hashable, Sendable {
    public var starts: UInt64 = 0
    public var completions: UInt64 = 0
    /// Turns not taken: the probe was still under way, or the turn before was too late.
    public var skippedTurns: UInt64 = 0
    /// Turns that came more than an interval late and were reported as unknown.
    public var startedLate: UInt64 = 0
    /// Probes that did not report in time and were given up: a fault of ours.
    public var abandoned: UInt64 = 0
    /// How often the scheduler's thread woke to start probes.
    public var wakeUps: UInt64 = 0
    public var lag = LagHistogram()

    public init() {}
}

/// How late turns were taken, in the shape of a Prometheus histogram.
public struct LagHistogram: Hashable, Sendable {
    /// Upper bounds of the buckets in seconds, the last being infinite.
    public static let bounds: [Double] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, .infinity]

    /// By bucket, not cumulative.
    public private(set) var counts = [UInt64](repeating: 0, count: LagHistogram.bounds.count)
    public private(set) var sum = TimeSpan.zero
    public private(set) var latest = TimeSpan.zero
    /// The greatest since the statistics were last read.
    public internal(set) var maximum = TimeSpan.zero

    public init() {}

    mutating func record(_ lag: TimeSpan) {
        let bucket = LagHistogram.bounds.firstIndex { lag.seconds <= $0 } ?? counts.count - 1
        counts[bucket] += 1
        sum = sum + lag
        latest = lag
        maximum = max(maximum, lag)
    }
}

/// How many probes of one kind ended how.
public struct ProbeTally: Hashable, Sendable {
    /// As `Check.kind` has it.
    public var kind: String
    public var up: UInt64 = 0
    public var down: UInt64 = 0
    public var unknown: UInt64 = 0

    init(kind: String) {
        self.kind = kind
    }

    mutating func count(_ result: ProbeResult) {
        switch result {
        case .up: up += 1
        case .down: down += 1
        case .unknown: unknown += 1
        }
    }
}

/// One reading of the scheduler, for metrics and for the watchdog's own health.
public struct ProbeStatistics: Hashable, Sendable {
    public var schedule = ScheduleCounters()
    public var inFlight = 0
    /// In the order in which the kinds first ended.
    public var tallies: [ProbeTally] = []

    public init() {}
}
