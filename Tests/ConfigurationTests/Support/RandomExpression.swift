import Engine

/// Random expressions, every case of the language among them.
struct RandomExpression {
    private var random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    mutating func next(depth: Int = 5) -> Expression {
        guard depth > 0 else { return leaf() }
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return .and(next(depth: depth - 1), next(depth: depth - 1))
        case 1: return .or(next(depth: depth - 1), next(depth: depth - 1))
        case 2: return .not(next(depth: depth - 1))
        default: return leaf()
        }
    }

    private mutating func leaf() -> Expression {
        switch Int.random(in: 0..<8, using: &random) {
        case 5: return .diagnosis(pick(Diagnosis.allCases))
        case 0: return .state(probe: probe(), pick(Expression.ProbeState.allCases))
        case 1:
            let rounds = Int.random(in: 1...64, using: &random)
            let hits = Int.random(in: 1...rounds, using: &random)
            return .atLeast(probe: probe(), pick(Expression.ProbeState.allCases), hits: hits, rounds: rounds)
        case 2: return .platform(pick(PowerState.allCases))
        case 3: return .agent(available: Bool.random(using: &random))
        case 4: return .signsOfLife
        default: return comparison()
        }
    }

    private mutating func comparison() -> Expression {
        let comparator = pick(Expression.Comparator.allCases)
        let number = Double(Int.random(in: 0...1_000, using: &random))
        switch Int.random(in: 0..<7, using: &random) {
        case 0: return .comparison(.latency(probe: probe()), comparator, number / 1_000)
        case 1: return .comparison(.loss(probe: probe()), comparator, number / 10 / 100)
        case 2: return .comparison(.status(probe: probe()), comparator, number)
        case 3: return .comparison(.streak(probe: probe()), comparator, number)
        case 4: return .comparison(.certificateLeft(probe: probe()), comparator, number * 3_600)
        case 5: return .comparison(.targets(pick(Expression.ProbeState.allCases), label()), comparator, number)
        default: return .comparison(.count(pick(Expression.ProbeState.allCases)), comparator, number)
        }
    }

    private mutating func label() -> Label {
        let values = ["web", "1", "2a", "a-b", "-a", "web server", "a\\b\"c", "sto.1", "ä", "or", "3%", "{x: #}"]
        return Label(pick(["role", "_zone", "count", "or"]), pick(values))
    }

    private mutating func probe() -> String {
        pick(["http", "icmp", "ssh-2", "agent", "_x", "Up", "downs"])
    }

    private mutating func pick<T>(_ items: [T]) -> T {
        items[Int.random(in: items.indices, using: &random)]
    }
}
