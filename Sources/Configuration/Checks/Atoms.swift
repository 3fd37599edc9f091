internal import Engine

/// What an expression asks about, and the evaluation of it for one combination of answers.
struct Atoms {
    private var probes: [String] = []
    private var free: [Expression] = []
    private var asksPlatform = false
    private let mostProbes: Int?

    init(_ expression: Expression, mostProbes: Int? = nil) {
        self.mostProbes = mostProbes
        collect(expression)
    }

    var combinations: Int {
        guard probes.count + free.count < 14 else { return .max }
        return (1 << (probes.count + free.count)) * (asksPlatform ? PowerState.allCases.count : 1)
    }

    func canBeTrue(_ expression: Expression, platform only: PowerState? = nil) -> Bool {
        guard combinations < .max else { return true }
        let states = only.map { [$0] } ?? (asksPlatform ? PowerState.allCases : [.running])
        return states.contains { state in
            (0..<(1 << (probes.count + free.count))).contains { holds(expression, state, bits: $0) }
        }
    }

    private mutating func collect(_ expression: Expression) {
        switch expression {
        case .and(let left, let right), .or(let left, let right):
            collect(left)
            collect(right)
        case .not(let inner): collect(inner)
        case .platform: asksPlatform = true
        case .state(let probe, .up), .state(let probe, .down):
            if !probes.contains(probe) { probes.append(probe) }
        case .comparison where isImpossible(expression): break
        case .state, .atLeast, .comparison, .agent, .signsOfLife, .diagnosis:
            if !free.contains(Atoms.key(expression)) { free.append(Atoms.key(expression)) }
        }
    }

    /// `agent.available` and `agent.unavailable` are one question.
    private static func key(_ expression: Expression) -> Expression {
        if case .agent = expression { return .agent(available: true) }
        return expression
    }

    private func holds(_ expression: Expression, _ platform: PowerState, bits: Int) -> Bool {
        switch expression {
        case .and(let left, let right): holds(left, platform, bits: bits) && holds(right, platform, bits: bits)
        case .or(let left, let right): holds(left, platform, bits: bits) || holds(right, platform, bits: bits)
        case .not(let inner): !holds(inner, platform, bits: bits)
        case .platform(let state): state == platform
        case .state(let probe, .up): isSet(probes.firstIndex(of: probe), bits)
        case .state(let probe, .down): !isSet(probes.firstIndex(of: probe), bits)
        case .agent(let available): isSet(index(expression), bits) == available
        case .comparison where isImpossible(expression): false
        case .state, .atLeast, .comparison, .signsOfLife, .diagnosis: isSet(index(expression), bits)
        }
    }

    private func index(_ expression: Expression) -> Int? {
        free.firstIndex(of: Atoms.key(expression)).map { $0 + probes.count }
    }

    private func isSet(_ index: Int?, _ bits: Int) -> Bool {
        index.map { bits >> $0 & 1 == 1 } ?? false
    }
}

// MARK: - Ranges

extension Atoms {
    /// `icmp.loss > 100%`, `http.status == 700`, `count(down) > 3` of three probes.
    private func isImpossible(_ expression: Expression) -> Bool {
        guard case .comparison(let quantity, let comparator, let number) = expression else { return false }
        let range = range(of: quantity)
        return switch comparator {
        case .less: !(range.lowerBound < number)
        case .lessOrEqual: !(range.lowerBound <= number)
        case .equal: !range.contains(number)
        case .notEqual: range.lowerBound == range.upperBound && range.lowerBound == number
        case .greaterOrEqual: !(range.upperBound >= number)
        case .greater: !(range.upperBound > number)
        }
    }

    private func range(of quantity: Expression.Quantity) -> ClosedRange<Double> {
        switch quantity {
        case .latency: 0...(.infinity)
        case .loss: 0...1
        case .status: 100...599
        case .streak: 1...(.infinity)
        case .count: 0...(mostProbes.map(Double.init) ?? .infinity)
        case .targets: 0...(.infinity)
        case .certificateLeft: -.infinity...(.infinity)
        }
    }
}
