internal import Engine

/// A condition by the bundle's observations alone, as the set of values it may have: what the bundle does not carry (counts
/// over other targets) may be anything.
struct Condition {
    /// Any of true, false and unknown.
    private struct Values: OptionSet {
        let rawValue: UInt8
        static let yes = Values(rawValue: 1)
        static let no = Values(rawValue: 2)
        static let unknown = Values(rawValue: 4)
        static let any: Values = [.yes, .no, .unknown]
        static let each: [Values] = [.yes, .no, .unknown]
    }

    private let bundle: EvidenceBundle
    /// Observations begun earlier count for nothing.
    private let since: Timestamp

    init(_ bundle: EvidenceBundle, since: Timestamp) {
        self.bundle = bundle
        self.since = since
    }

    func mayHold(_ expression: Expression) -> Bool {
        values(of: expression).contains(.yes)
    }

    private func values(of expression: Expression) -> Values {
        switch expression {
        case .not(let inner):
            let values = values(of: inner)
            return combined(values, [.yes]) { value, _ in value == .yes ? .no : value == .no ? .yes : .unknown }
        case .and(let left, let right):
            return combined(values(of: left), values(of: right)) { one, other in
                one == .no || other == .no ? .no : one == .yes && other == .yes ? .yes : .unknown
            }
        case .or(let left, let right):
            return combined(values(of: left), values(of: right)) { one, other in
                one == .yes || other == .yes ? .yes : one == .no && other == .no ? .no : .unknown
            }
        case .state(let name, let wanted): return isIn(state(of: probe(name)), wanted)
        case .atLeast(let name, let wanted, let hits, let rounds):
            return atLeast(probe(name), wanted, hits, of: rounds)
        case .platform(let wanted): return platform(wanted)
        case .agent(let isAvailable):
            let agent = bundle.probes.first { $0.kind == "agent" }
            return isIn(state(of: agent), isAvailable ? .up : .down)
        case .signsOfLife: return sawLife ? .yes : .no
        case .diagnosis(let wanted):
            return bundle.diagnosis == .unclear && wanted != .unclear
                ? .unknown : bundle.diagnosis == wanted ? .yes : .no
        case .comparison(let quantity, let comparator, let number): return compare(quantity, comparator, number)
        }
    }

    private func combined(_ left: Values, _ right: Values, _ join: (Values, Values) -> Values) -> Values {
        var result: Values = []
        for one in Values.each where left.contains(one) {
            for other in Values.each where right.contains(other) { result.formUnion(join(one, other)) }
        }
        return result
    }

    private func probe(_ name: String) -> EvidenceBundle.ProbeEvidence? {
        bundle.probes.first { $0.name == name }
    }

    /// Nil: unknown, because it was never up, never asked, or asked too long ago.
    private func state(of probe: EvidenceBundle.ProbeEvidence?) -> Expression.ProbeState? {
        guard let probe, probe.isProven, let latest = probe.observation, latest.startedAt >= since,
            bundle.at - latest.startedAt <= probe.interval * 2 + probe.timeout
        else { return nil }
        switch latest.result {
        case .up: return .up
        case .down: return .down
        case .unknown: return nil
        }
    }

    private func isIn(_ state: Expression.ProbeState?, _ wanted: Expression.ProbeState) -> Values {
        guard let state else { return wanted == .unknown ? .yes : .unknown }
        return state == wanted ? .yes : .no
    }

    private func atLeast(
        _ probe: EvidenceBundle.ProbeEvidence?,
        _ wanted: Expression.ProbeState,
        _ hits: Int,
        of rounds: Int
    ) -> Values {
        guard let probe, probe.isProven, let latest = probe.observation, latest.startedAt >= since else {
            return .unknown
        }
        var found = 0
        var open = max(0, min(rounds, 64) - probe.rounds)
        for round in 0..<max(0, min(rounds, probe.rounds, 64)) {
            let isUp = probe.ups >> UInt64(round) & 1 == 1
            let isDown = probe.downs >> UInt64(round) & 1 == 1
            switch wanted {
            case .up: found += isUp ? 1 : 0
            case .down: found += isDown ? 1 : 0
            case .unknown: found += isUp || isDown ? 0 : 1
            }
            if !isUp, !isDown, wanted != .unknown { open += 1 }
        }
        return found >= hits ? .yes : found + open >= hits ? .unknown : .no
    }

    private func platform(_ wanted: PowerState) -> Values {
        guard let listed = bundle.platform.listedAt, bundle.at - listed <= bundle.platform.sweep * 2,
            let state = bundle.platform.powerState
        else { return .unknown }
        if state == .unknown { return wanted == .unknown ? .yes : .unknown }
        return state == wanted ? .yes : .no
    }

    private var sawLife: Bool {
        bundle.signs.contains { bundle.at - $0.at <= bundle.rule.holdFor }
    }

    private func compare(_ quantity: Expression.Quantity, _ comparator: Expression.Comparator, _ number: Double)
        -> Values
    {
        switch quantity {
        case .targets: return .any
        case .count(let wanted): return count(wanted, comparator, number)
        case .certificateLeft(let name):
            return measure(name, comparator, number) { observation in
                observation.measures.certificateExpiry.map { Double($0) - bundle.at.seconds }
            }
        case .latency(let name): return measure(name, comparator, number) { Double($0.measures.duration) / 1_000_000 }
        case .status(let name): return measure(name, comparator, number) { $0.measures.httpStatus.map(Double.init) }
        case .loss(let name):
            return measure(name, comparator, number) { observation in
                guard let sent = observation.measures.echoesSent, sent > 0,
                    let received = observation.measures.echoesReceived
                else { return nil }
                return 1 - Double(received) / Double(sent)
            }
        case .streak(let name): return measure(name, comparator, number) { _ in Double(probe(name)?.streak ?? 0) }
        }
    }

    private func measure(
        _ name: String,
        _ comparator: Expression.Comparator,
        _ number: Double,
        _ read: (Observation) -> Double?
    ) -> Values {
        guard let probe = probe(name), state(of: probe) != nil, let latest = probe.observation, let value = read(latest)
        else { return .unknown }
        return holds(value, comparator, number)
    }

    private func count(_ wanted: Expression.ProbeState, _ comparator: Expression.Comparator, _ number: Double) -> Values
    {
        let states = bundle.probes.map { isIn(state(of: $0), wanted) }
        let least = states.count { $0 == .yes }
        let most = least + states.count { $0 == .unknown }
        var values: Values = []
        for possible in least...most { values.formUnion(holds(Double(possible), comparator, number)) }
        return values == [.yes, .no] ? .unknown : values
    }

    private func holds(_ value: Double, _ comparator: Expression.Comparator, _ number: Double) -> Values {
        let holds =
            switch comparator {
            case .less: value < number
            case .lessOrEqual: value <= number
            case .equal: value == number
            case .notEqual: value != number
            case .greaterOrEqual: value >= number
            case .greater: value > number
            }
        return holds ? .yes : .no
    }
}

extension Timestamp {
    fileprivate var seconds: Double { Double(milliseconds) / 1_000 }
}
