/// A condition bound to one target's probes: names are indices, and the tree is a flat program in postfix order that is
/// evaluated without allocation.
struct CompiledCondition: Hashable, Sendable {
    /// Deeper nesting than any person writes; the evaluator's stack is two words of bits.
    static let maxDepth = 60

    private enum Step: Hashable, Sendable {
        case state(probe: Int, Expression.ProbeState)
        case atLeast(probe: Int, Expression.ProbeState, hits: Int, rounds: Int)
        case platform(PowerState)
        case agent(available: Bool)
        case signsOfLife
        case diagnosis(Diagnosis)
        case comparison(BoundQuantity, Expression.Comparator, Double)
        case not, and, or
    }

    private enum BoundQuantity: Hashable, Sendable {
        case latency(Int), loss(Int), status(Int), streak(Int)
        case count(Expression.ProbeState)
        case targets(Expression.ProbeState, Label)
        case certificateLeft(Int)
    }

    enum BindingError: Error, Hashable {
        case noSuchProbe(String)
        case tooDeep
    }

    private var steps: [Step] = []
    /// Probes the condition names, each once.
    private(set) var probes: [Int] = []
    let namesPlatform: Bool
    let namesAgent: Bool
    let namesDiagnosis: Bool
    /// Numbers move while states stay, so a repeated state must be evaluated again.
    private(set) var readsMeasures = false

    init(_ expression: Expression, probeNames: [String]) throws(BindingError) {
        namesPlatform = expression.mentions { if case .platform = $0 { true } else { false } }
        namesAgent = expression.mentions { if case .agent = $0 { true } else { false } }
        namesDiagnosis = expression.mentions { if case .diagnosis = $0 { true } else { false } }
        try append(expression, probeNames: probeNames, depth: 1)
    }

    private mutating func append(_ expression: Expression, probeNames: [String], depth: Int) throws(BindingError) {
        guard depth <= CompiledCondition.maxDepth else { throw .tooDeep }
        switch expression {
        case .state(let probe, let state):
            steps.append(.state(probe: try bind(probe, probeNames), state))
        case .atLeast(let probe, let state, let hits, let rounds):
            readsMeasures = true
            steps.append(.atLeast(probe: try bind(probe, probeNames), state, hits: hits, rounds: rounds))
        case .platform(let state): steps.append(.platform(state))
        case .agent(let available): steps.append(.agent(available: available))
        case .signsOfLife:
            readsMeasures = true
            steps.append(.signsOfLife)
        case .diagnosis(let diagnosis):
            readsMeasures = true
            steps.append(.diagnosis(diagnosis))
        case .comparison(let quantity, let comparator, let number):
            readsMeasures = true
            steps.append(.comparison(try bind(quantity, probeNames), comparator, number))
        case .not(let inner):
            try append(inner, probeNames: probeNames, depth: depth + 1)
            steps.append(.not)
        case .and(let left, let right):
            try append(left, probeNames: probeNames, depth: depth + 1)
            try append(right, probeNames: probeNames, depth: depth + 1)
            steps.append(.and)
        case .or(let left, let right):
            try append(left, probeNames: probeNames, depth: depth + 1)
            try append(right, probeNames: probeNames, depth: depth + 1)
            steps.append(.or)
        }
    }

    private mutating func bind(_ name: String, _ names: [String]) throws(BindingError) -> Int {
        guard let index = names.firstIndex(of: name) else { throw .noSuchProbe(name) }
        if !probes.contains(index) { probes.append(index) }
        return index
    }

    private mutating func bind(
        _ quantity: Expression.Quantity,
        _ names: [String]
    ) throws(BindingError) -> BoundQuantity {
        switch quantity {
        case .latency(let probe): .latency(try bind(probe, names))
        case .loss(let probe): .loss(try bind(probe, names))
        case .status(let probe): .status(try bind(probe, names))
        case .streak(let probe): .streak(try bind(probe, names))
        case .count(let state): .count(state)
        case .targets(let state, let label): .targets(state, label)
        case .certificateLeft(let probe): .certificateLeft(try bind(probe, names))
        }
    }

    func evaluate(_ sight: borrowing Sight) -> Truth {
        var stack = TruthStack()
        for step in steps {
            switch step {
            case .state(let probe, let state): stack.push(sight.isIn(probe, state))
            case .atLeast(let probe, let state, let hits, let rounds):
                stack.push(sight.wasIn(probe, state, hits: hits, rounds: rounds))
            case .platform(let state): stack.push(sight.platformIs(state))
            case .agent(let available): stack.push(available ? sight.agentIsAvailable : !sight.agentIsAvailable)
            case .signsOfLife: stack.push(sight.sawSignOfLife)
            case .diagnosis(let diagnosis): stack.push(sight.isDiagnosed(as: diagnosis))
            case .comparison(let quantity, let comparator, let number):
                stack.push(compare(quantity, comparator, number, sight))
            case .not: stack.push(!stack.pop())
            case .and: stack.push(stack.pop().and(stack.pop()))
            case .or: stack.push(stack.pop().or(stack.pop()))
            }
        }
        return stack.pop()
    }

    private func compare(
        _ quantity: BoundQuantity,
        _ comparator: Expression.Comparator,
        _ number: Double,
        _ sight: borrowing Sight
    ) -> Truth {
        switch quantity {
        case .latency(let probe): comparator.compare(sight.latency(probe), number)
        case .loss(let probe): comparator.compare(sight.loss(probe), number)
        case .status(let probe): comparator.compare(sight.status(probe), number)
        case .streak(let probe): comparator.compare(sight.streak(probe), number)
        case .certificateLeft(let probe): comparator.compare(sight.certificateLeft(probe), number)
        case .count(let state): comparator.compare(sight.count(state), number)
        case .targets(let state, let label): comparator.compare(sight.count(state, of: label), number)
        }
    }
}

extension Expression.Comparator {
    fileprivate func compare(_ value: Double?, _ number: Double) -> Truth {
        value.map { Truth(holds($0, number)) } ?? .unknown
    }

    /// True or false only where it is so for every number of the range.
    fileprivate func compare(_ range: ClosedRange<Int>?, _ number: Double) -> Truth {
        guard let range else { return .unknown }
        let atLeast = Truth(holds(Double(range.lowerBound), number))
        let atMost = Truth(holds(Double(range.upperBound), number))
        // Between the ends only `==` and `!=` can differ from both.
        let isMonotonic = self != .equal && self != .notEqual
        return range.count == 1 || (isMonotonic && atLeast == atMost) || !range.contains(number) ? atLeast : .unknown
    }
}

extension ClosedRange<Int> {
    fileprivate func contains(_ number: Double) -> Bool {
        Double(lowerBound) <= number && number <= Double(upperBound)
    }
}

/// At most 64 truths, as two words of bits.
private struct TruthStack {
    private var yes: UInt64 = 0
    private var no: UInt64 = 0

    mutating func push(_ truth: Truth) {
        yes = yes << 1 | (truth == .yes ? 1 : 0)
        no = no << 1 | (truth == .no ? 1 : 0)
    }

    mutating func pop() -> Truth {
        defer {
            yes >>= 1
            no >>= 1
        }
        return yes & 1 == 1 ? .yes : no & 1 == 1 ? .no : .unknown
    }
}

extension Expression {
    func mentions(_ isWanted: (Expression) -> Bool) -> Bool {
        if isWanted(self) { return true }
        switch self {
        case .not(let inner): return inner.mentions(isWanted)
        case .and(let left, let right), .or(let left, let right):
            return left.mentions(isWanted) || right.mentions(isWanted)
        case .state, .atLeast, .platform, .agent, .signsOfLife, .diagnosis, .comparison: return false
        }
    }
}
