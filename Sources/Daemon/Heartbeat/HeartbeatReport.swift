import Engine

/// How the dead-man's switch is doing, for metrics and status.
struct HeartbeatReport: Sendable {
    var condition = VitalSigns.Condition.unknown
    var isConfigured = false
    /// Pings, by whether they were taken.
    var taken: [Kind: UInt64] = [:]
    var lost: [Kind: UInt64] = [:]
    /// When the last success that was taken was sent.
    var lastSuccessAt: Timestamp?
    /// Why the last ping was lost; nil where it was taken.
    var fault: String?
    /// Pings lost since the last that was taken.
    var lostInARow = 0

    enum Kind: String, CaseIterable, Sendable {
        case start, success, fail
    }

    mutating func note(_ ping: HeartbeatRhythm.Ping, _ outcome: HeartbeatSender.Outcome, at now: Timestamp) {
        switch outcome {
        case .taken:
            taken[ping.kind, default: 0] += 1
            fault = nil
            lostInARow = 0
            if ping == .success { lastSuccessAt = now }
        case .lost(let why):
            lost[ping.kind, default: 0] += 1
            fault = why
            lostInARow += 1
        }
    }
}

extension HeartbeatRhythm.Ping {
    var kind: HeartbeatReport.Kind {
        switch self {
        case .start: .start
        case .success: .success
        case .fail: .fail
        }
    }
}
