import Engine

/// One round of probes, for people.
struct RoundPage {
    var results: [ProbeBench.Outcome]
    var round: Int
    var of: Int

    func print(to console: Console) {
        var table = Table()
        if round == 1 { table.head = ["PROBE", "RESULT", "TOOK", "ANSWERED", "DETAIL"] }
        for result in results {
            let observation = result.observation
            table.row(
                Styled(result.definition.name.padding(to: 6), .strong),
                observation.result.styled,
                Styled(words(microseconds: Int(observation.measures.duration)).padding(to: 9)),
                Styled((observation.remote?.description ?? "nobody").padding(to: 15)),
                detail(observation)
            )
        }
        table.print(to: console)
    }

    private func detail(_ observation: Observation) -> Styled {
        var parts: [Styled] = []
        if let reason = observation.result.reason { parts.append(Styled(reason.description)) }
        parts += observation.measures.facts.map { Styled($0) }
        if !observation.measures.phases.isEmpty {
            parts.append(
                Styled(observation.measures.phases.map { "\($0.name) \($0.took)" }.joined(separator: " + "), .faint)
            )
        }
        let signs = observation.signs.names
        parts.append(
            signs.isEmpty
                ? Styled("no sign of life", .faint) : Styled("signs of life: \(signs.joined(separator: ", "))")
        )
        return parts.joined(by: "; ")
    }
}

extension ProbeResult {
    var word: String {
        switch self {
        case .up: "up"
        case .down: "down"
        case .unknown: "unknown"
        }
    }

    var styled: Styled {
        switch self {
        case .up: Styled("up     ", .good)
        case .down: Styled("down   ", .bad)
        case .unknown: Styled("unknown", .doubtful)
        }
    }
}

extension Measures {
    var facts: [String] {
        var facts: [String] = []
        if let httpStatus { facts.append("status \(httpStatus)") }
        if let bodyBytes, httpStatus != nil { facts.append("\(bodyBytes) bytes") }
        if let echoesSent, let echoesReceived { facts.append("\(echoesReceived) of \(echoesSent) echoes answered") }
        if let roundTrip { facts.append("round trip \(words(microseconds: Int(roundTrip)))") }
        if let certificateExpiry {
            facts.append("certificate until \(Timestamp(milliseconds: certificateExpiry * 1_000).date)")
        }
        return facts
    }

    var phases: [(name: String, took: String)] {
        [("resolve", resolve), ("connect", connect), ("tls", tls), ("processing", processing), ("transfer", transfer)]
            .compactMap { name, took in took.map { (name, words(microseconds: Int($0))) } }
    }
}

extension String {
    func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
