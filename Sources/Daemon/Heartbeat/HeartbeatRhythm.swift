import Engine

/// When the dead-man's switch is told what, by healthchecks.io's convention: once that it starts, then that all is well, at
/// an even pace; when it is not, that it fails and why, once, and nothing more until all is well again.
///
/// Pure: time is an argument, sending is somebody else's.
struct HeartbeatRhythm: Sendable {
    enum Ping: Hashable, Sendable {
        case start
        case success
        case fail(String)
    }

    /// Healthchecks.io takes five pings a minute of one check, of whatever kind.
    static let spacing = TimeSpan.seconds(12)

    let interval: TimeSpan
    let spacing: TimeSpan
    private var attemptedAt: Timestamp?
    private var hasStarted = false
    /// What was last taken of it, `start` apart.
    private var told: (ping: Ping, at: Timestamp)?

    init(interval: TimeSpan, spacing: TimeSpan = HeartbeatRhythm.spacing) {
        self.interval = interval
        self.spacing = spacing
    }

    /// What is to be sent now; nil: nothing. What was not taken is due again after `spacing`.
    func due(_ condition: VitalSigns.Condition, at now: Timestamp) -> Ping? {
        if let attemptedAt, now < attemptedAt + spacing { return nil }
        guard hasStarted else { return .start }
        switch condition {
        case .unknown: return nil
        case .ill(let reason): return isFailureTold ? nil : .fail(reason)
        case .well:
            if let told, told.ping == .success, now < told.at + interval { return nil }
            return .success
        }
    }

    /// Notes an attempt that began at `now`. A start that was lost is not repeated: the first success says as much.
    mutating func attempted(_ ping: Ping, at now: Timestamp, isTaken: Bool) {
        attemptedAt = now
        switch ping {
        case .start: hasStarted = true
        case .success, .fail: if isTaken { told = (ping, now) }
        }
    }

    private var isFailureTold: Bool {
        switch told?.ping {
        case .fail: true
        case .start, .success, nil: false
        }
    }
}
