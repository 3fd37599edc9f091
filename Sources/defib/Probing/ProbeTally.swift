import Engine

/// All rounds together.
struct ProbeTally {
    private(set) var rounds: [[ProbeBench.Outcome]] = []

    mutating func add(_ results: [ProbeBench.Outcome]) {
        rounds.append(results)
    }

    var isAllUp: Bool { rounds.allSatisfy { $0.allSatisfy { $0.observation.result == .up } } }

    func print(to console: Console) {
        console.line()
        var table = Table("PROBE", "UP", "DOWN", "UNKNOWN", "FASTEST", "MEAN", "SLOWEST")
        for index in rounds.first?.indices ?? 0..<0 {
            let outcomes = rounds.map { $0[index] }
            let times = outcomes.filter { $0.observation.result == .up }.map { Int($0.observation.measures.duration) }
            table.row(
                Styled(outcomes[0].definition.name, .strong),
                count("up", outcomes, .good),
                count("down", outcomes, .bad),
                count("unknown", outcomes, .doubtful),
                time(times.min()),
                time(times.isEmpty ? nil : times.reduce(0, +) / times.count),
                time(times.max())
            )
        }
        table.print(to: console)
    }

    private func count(_ word: String, _ outcomes: [ProbeBench.Outcome], _ tone: Tone) -> Styled {
        let number = outcomes.count { $0.observation.result.word == word }
        return Styled("\(number)", number > 0 ? tone : .faint)
    }

    private func time(_ microseconds: Int?) -> Styled {
        microseconds.map { Styled(words(microseconds: $0)) } ?? Styled("-", .faint)
    }
}

/// `defib probe --json`.
struct ProbeReport: Encodable {
    struct Probe: Encodable {
        var round: Int
        var probe: String
        var kind: String
        var result: String
        var reason: Reason?
        var startedAt: String
        var durationSeconds: Double
        var remote: String?
        var signsOfLife: [String]
        var httpStatus: UInt16?
        var bodyBytes: UInt32?
        var echoesSent: UInt16?
        var echoesReceived: UInt16?
        var phaseSeconds: [String: Double]
        var certificateExpiry: String?
    }

    var target: String
    var isUp: Bool
    var probes: [Probe]

    init(target: String, _ tally: ProbeTally) {
        self.target = target
        isUp = tally.isAllUp
        probes = tally.rounds.enumerated().flatMap { round, outcomes in
            outcomes.map { Probe(round: round + 1, $0) }
        }
    }
}

extension ProbeReport.Probe {
    init(round: Int, _ outcome: ProbeBench.Outcome) {
        let observation = outcome.observation
        let measures = observation.measures
        self.init(
            round: round,
            probe: outcome.definition.name,
            kind: outcome.definition.check.kind,
            result: observation.result.word,
            reason: observation.result.reason,
            startedAt: observation.startedAt.description,
            durationSeconds: seconds(measures.duration),
            remote: observation.remote?.description,
            signsOfLife: observation.signs.names,
            httpStatus: measures.httpStatus,
            bodyBytes: measures.bodyBytes,
            echoesSent: measures.echoesSent,
            echoesReceived: measures.echoesReceived,
            phaseSeconds: measures.phaseSeconds,
            certificateExpiry: measures.certificateExpiry.map { Timestamp(milliseconds: $0 * 1_000).description }
        )
    }
}

extension Measures {
    fileprivate var phaseSeconds: [String: Double] {
        let phases = [
            "resolve": resolve, "connect": connect, "tls": tls, "processing": processing, "transfer": transfer,
            "rtt": roundTrip,
        ]
        return phases.compactMapValues { $0.map(seconds) }
    }
}

private func seconds(_ microseconds: UInt32) -> Double {
    Double(microseconds) / 1_000_000
}
