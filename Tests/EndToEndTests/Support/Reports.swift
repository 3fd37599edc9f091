import FoundationEssentials

/// What the daemon's API says, as a stranger reads it: from its documentation, with nothing of its code.
struct IncidentReport: Decodable, Sendable {
    struct Subject: Decodable, Sendable {
        var vps: String
        var name: String
    }

    struct Action: Decodable, Sendable {
        var action: String
        var state: String
        var intendedAt: String
        var endedAt: String?
    }

    var id: Int
    var target: Subject
    var rule: String
    var state: String
    var conclusion: String?
    var curedBy: String?
    var actions: [Action]
}

struct DecisionReport: Decodable, Sendable {
    struct Evidence: Decodable, Sendable {
        var gates: [Gate]
    }

    struct Gate: Decodable, Sendable {
        var gate: String
        var outcome: String
        var detail: String
    }

    var name: String
    var verdict: String
    var action: String?
    var summary: String
    var evidence: Evidence?

    /// Gates that refused, with their words.
    var refusals: [String: String] {
        let refused = (evidence?.gates ?? []).filter { $0.outcome == "refused" }
        return Dictionary(refused.map { ($0.gate, $0.detail) }) { first, _ in first }
    }
}

struct TargetReport: Decodable, Sendable {
    struct Probe: Decodable, Sendable {
        var name: String
        var state: String
    }

    var vps: String
    var name: String
    var mode: String
    var origin: String
    var labels: [String: String]
    var state: String
    var powerState: String?
    var probes: [Probe]

    var isWell: Bool { state == "up" && powerState != nil && probes.allSatisfy { $0.state == "up" } }
}

enum Moment {
    /// Seconds from one of the API's times to another.
    static func seconds(from start: String, to end: String) throws -> Double {
        try date(end).timeIntervalSince(date(start))
    }

    private static func date(_ text: String) throws -> Date {
        try Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
