internal import Engine

/// Finds conditions that can never be true, by trying every combination of what they ask about.
///
/// Each probe is up or down, the platform in one of its states; numbers are taken as free, so that what is called
/// impossible is so. Conditions about more than a few things are not tried.
enum Satisfiability {
    private static let mostCombinations = 50_000

    static func check(_ rule: RuleDraft) {
        guard let value = rule.rule else { return }
        let world = Atoms(value.when.expression)
        guard world.combinations <= mostCombinations else { return }
        guard world.canBeTrue(value.when.expression) else {
            rule.findings.error(rule.whenPlace, "'when' of rule '\(rule.name.excerpt)' can never be true")
            return
        }
        let needsRunning = value.ladder.contains { $0.action == .restart || $0.action == .reset }
        if needsRunning, !world.canBeTrue(value.when.expression, platform: .running) {
            rule.findings.warning(
                rule.ladderPlace,
                "rule '\(rule.name.excerpt)' never restarts or resets: its 'when' excludes platform.running, which both need",
                "use 'start' for a VPS that is stopped"
            )
        }
        if !Atoms(value.recovery.when.expression).canBeTrue(value.recovery.when.expression) {
            rule.findings.error(rule.place, "'recovery' of rule '\(rule.name.excerpt)' can never be true")
        }
    }
}

/// What an expression asks about, and the evaluation of it for one combination of answers.
private struct Atoms {
    private var probes: [String] = []
    private var free: [Expression] = []
    private var asksPlatform = false

    init(_ expression: Expression) {
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
        case .state, .atLeast, .comparison, .agent, .signsOfLife:
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
        case .state, .atLeast, .comparison, .signsOfLife: isSet(index(expression), bits)
        }
    }

    private func index(_ expression: Expression) -> Int? {
        free.firstIndex(of: Atoms.key(expression)).map { $0 + probes.count }
    }

    private func isSet(_ index: Int?, _ bits: Int) -> Bool {
        index.map { bits >> $0 & 1 == 1 } ?? false
    }
}
