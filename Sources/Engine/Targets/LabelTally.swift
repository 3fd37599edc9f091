/// How many targets with one label are in which state.
struct LabelTally: Hashable, Sendable {
    let label: Label
    fileprivate(set) var up = 0
    fileprivate(set) var down = 0
    fileprivate(set) var unknown = 0

    /// From those certainly in the state to those that may be.
    func range(of state: Expression.ProbeState) -> ClosedRange<Int> {
        switch state {
        case .up: up...up + unknown
        case .down: down...down + unknown
        case .unknown: unknown...unknown
        }
    }

    fileprivate mutating func add(_ count: Int, to state: Expression.ProbeState) {
        switch state {
        case .up: up += count
        case .down: down += count
        case .unknown: unknown += count
        }
    }
}

/// Counts over the fleet, kept for the labels that rules mention: `count(down, role=web)`.
///
/// A result changes them at once, at the cost of one target. What changes by the mere passing of time, a result grown too
/// old to count, is found by going over those targets once a second at most, so that counts are that much late with it.
struct LabelTallies: Sendable {
    private static let pause = TimeSpan.seconds(1)

    /// In the order of the rules' first mention.
    private(set) var all: [LabelTally] = []
    /// By target, which of them it is counted in.
    private var places: [[Int]] = []
    /// By target, the state it is counted as.
    private var states: [Expression.ProbeState] = []
    /// Those counted in any.
    private var counted: [Int] = []
    private var nextAt: Timestamp = .distantPast

    init() {}

    init(_ labels: [Label], over targets: [TargetState]) {
        all = labels.map { LabelTally(label: $0) }
        guard !labels.isEmpty else { return }
        places = targets.map { state in labels.indices.filter { state.target.labels.contains(labels[$0]) } }
        states = Array(repeating: .unknown, count: targets.count)
        counted = targets.indices.filter { !places[$0].isEmpty }
        for index in counted {
            for place in places[index] { all[place].add(1, to: .unknown) }
        }
    }

    var isUsed: Bool { !all.isEmpty }

    /// Takes in one target's state, for what it costs to compare it.
    mutating func note(_ target: TargetState, _ index: Int, at now: Timestamp) {
        guard isUsed, !places[index].isEmpty else { return }
        let state = target.state(at: now)
        guard state != states[index] else { return }
        for place in places[index] {
            all[place].add(-1, to: states[index])
            all[place].add(1, to: state)
        }
        states[index] = state
    }

    /// Goes over all of them where it is time.
    mutating func refresh(_ targets: [TargetState], at now: Timestamp) {
        guard isUsed, now >= nextAt else { return }
        nextAt = now + LabelTallies.pause
        for index in counted { note(targets[index], index, at: now) }
    }
}

extension TargetState {
    /// Down once a proven probe fails, up while one is up and none fails, else unknown.
    func state(at now: Timestamp) -> Expression.ProbeState {
        var isUp = false
        for probe in probes {
            switch probe.state(at: now) {
            case .down: return .down
            case .up: isUp = true
            case .unknown: break
            }
        }
        return isUp ? .up : .unknown
    }
}

extension Expression {
    /// Labels over whose targets it counts, each once, in order of first mention.
    public var labels: [Label] {
        var found: [Label] = []
        _ = mentions { expression in
            if case .comparison(.targets(_, let label), _, _) = expression, !found.contains(label) {
                found.append(label)
            }
            return false
        }
        return found
    }
}

extension Rule {
    var conditions: [Condition] { [when, recovery.when] + ladder.compactMap(\.when) }
}

extension Engine {
    /// Sets up counts for every label that a rule mentions, those of open incidents among them.
    mutating func furnishTallies() {
        let rules = policy.rules + targets.compactMap { $0.incident?.rule }
        var labels: [Label] = []
        for label in rules.flatMap(\.conditions).flatMap(\.expression.labels) where !labels.contains(label) {
            labels.append(label)
        }
        labelTallies = LabelTallies(labels, over: targets)
        answers = FleetAnswers(targets)
        labelTallies.refresh(targets, at: now)
    }
}
