public import Engine

/// What one probe did in one minute, or in one day.
public struct Rollup: Hashable, Sendable {
    /// Its start.
    public var minute: Timestamp
    public var up: Int
    public var down: Int
    public var unknown: Int
    /// The longest probe, in microseconds.
    public var slowest: Int
    /// All that were up together, in microseconds; 0 in rollups of earlier versions.
    public var spent: Int

    public init(minute: Timestamp, up: Int = 0, down: Int = 0, unknown: Int = 0, slowest: Int = 0, spent: Int = 0) {
        self.minute = minute
        self.up = up
        self.down = down
        self.unknown = unknown
        self.slowest = slowest
        self.spent = spent
    }

    var isEmpty: Bool { up + down + unknown == 0 }

    mutating func add(_ observed: Observed) {
        switch observed.state {
        case .up:
            up += 1
            spent += Int(observed.micros)
        case .down: down += 1
        case .unknown: unknown += 1
        }
        slowest = max(slowest, Int(observed.micros))
    }

    mutating func add(_ other: Rollup) {
        up += other.up
        down += other.down
        unknown += other.unknown
        slowest = max(slowest, other.slowest)
        spent += other.spent
    }
}

/// What rollups keep of one observation.
struct Observed: Sendable {
    enum State: Sendable {
        case up, down, unknown
    }

    let probe: ProbeAddress
    let minute: Timestamp
    let state: State
    let micros: UInt32

    init(_ observation: Observation) {
        probe = observation.probe
        minute = observation.startedAt.minuteStart
        micros = observation.measures.duration
        state =
            switch observation.result {
            case .up: .up
            case .down: .down
            case .unknown: .unknown
            }
    }
}

extension Timestamp {
    var minuteStart: Timestamp { start(ofEach: 60_000) }
    var dayStart: Timestamp { start(ofEach: 86_400_000) }

    private func start(ofEach span: Int64) -> Timestamp {
        let offset = milliseconds % span
        return Timestamp(milliseconds: milliseconds - (offset < 0 ? offset + span : offset))
    }
}
