internal import Engine

/// Whether an expression can be true at all: a search through the answers to what it asks about.
///
/// A probe is in one state, the platform in one, the diagnosis one, a number at one place of its range; what else could
/// hang together is taken as free, so that what is called impossible is so. Questions not yet answered count as unknown,
/// and Kleene's logic says when the rest no longer matters.
struct Possibilities {
    /// Beyond so many steps anything is taken as possible.
    private static let mostSteps = 50_000

    private let tree: Node
    private let questions: [[Answer]]

    private indirect enum Node {
        case leaf(UInt64)
        case not(Node)
        case and(Node, Node)
        case or(Node, Node)
    }

    init(_ expression: Expression, _ ranges: Ranges) {
        var leaves = Leaves()
        tree = Possibilities.node(expression, &leaves)
        // More leaves than bits: not searched.
        questions = leaves.all.count <= 64 ? leaves.questions(ranges) : []
    }

    private static func node(_ expression: Expression, _ leaves: inout Leaves) -> Node {
        switch expression {
        case .not(let inner): return .not(node(inner, &leaves))
        case .and(let left, let right): return .and(node(left, &leaves), node(right, &leaves))
        case .or(let left, let right): return .or(node(left, &leaves), node(right, &leaves))
        case .state, .atLeast, .platform, .agent, .signsOfLife, .diagnosis, .comparison:
            let index = leaves.index(of: expression)
            return .leaf(index < 64 ? 1 << UInt64(index) : 0)
        }
    }

    var isAny: Bool {
        guard !questions.isEmpty else { return true }
        var steps = 0
        return search(questions[...], Answer(), &steps)
    }

    private func search(_ rest: ArraySlice<[Answer]>, _ given: Answer, _ steps: inout Int) -> Bool {
        steps += 1
        guard steps <= Possibilities.mostSteps else { return true }
        switch evaluate(tree, given) {
        case .yes: return true
        case .no: return false
        case .unknown: break
        }
        guard let question = rest.first else { return false }
        return question.contains { search(rest.dropFirst(), given.joined(with: $0), &steps) }
    }

    private func evaluate(_ node: Node, _ given: Answer) -> Truth {
        switch node {
        case .leaf(let bit): given.yes & bit != 0 ? .yes : given.no & bit != 0 ? .no : .unknown
        case .not(let inner): !evaluate(inner, given)
        case .and(let left, let right): evaluate(left, given).and(evaluate(right, given))
        case .or(let left, let right): evaluate(left, given).or(evaluate(right, given))
        }
    }
}

/// What one answer makes of the leaves: a bit each.
private struct Answer: Hashable {
    var yes: UInt64 = 0
    var no: UInt64 = 0

    func joined(with other: Answer) -> Answer {
        Answer(yes: yes | other.yes, no: no | other.no)
    }

    mutating func set(_ index: Int, _ truth: Truth) {
        switch truth {
        case .yes: yes |= 1 << UInt64(index)
        case .no: no |= 1 << UInt64(index)
        case .unknown: break
        }
    }
}

/// The conditions an expression is made of, and the questions behind them.
private struct Leaves {
    private(set) var all: [Expression] = []

    /// What a leaf is about; leaves about the same hang together.
    private enum Subject: Hashable {
        case probe(String)
        case platform
        case diagnosis
        case agent
        case quantity(Expression.Quantity)
        case itself(Expression)
    }

    mutating func index(of leaf: Expression) -> Int {
        if let index = all.firstIndex(of: leaf) { return index }
        all.append(leaf)
        return all.count - 1
    }

    /// Of each subject, in order of first mention, the answers that differ.
    func questions(_ ranges: Ranges) -> [[Answer]] {
        var subjects: [Subject] = []
        for leaf in all where !subjects.contains(subject(of: leaf)) { subjects.append(subject(of: leaf)) }
        return subjects.map { subject in
            var distinct: [Answer] = []
            for answer in answers(subject, ranges) where !distinct.contains(answer) { distinct.append(answer) }
            return distinct
        }
    }

    private func subject(of leaf: Expression) -> Subject {
        switch leaf {
        case .state(let probe, _): .probe(probe)
        case .platform: .platform
        case .diagnosis: .diagnosis
        case .agent: .agent
        case .comparison(let quantity, _, _): .quantity(quantity)
        case .atLeast, .signsOfLife, .not, .and, .or: .itself(leaf)
        }
    }

    private func answers(_ subject: Subject, _ ranges: Ranges) -> [Answer] {
        switch subject {
        case .probe: Expression.ProbeState.allCases.map { state in answer(subject) { $0.holds(while: state) } }
        case .platform: PowerState.allCases.map { state in answer(subject) { $0.holds(while: state) } }
        case .diagnosis:
            Diagnosis.allCases.map { diagnosis in answer(subject) { $0.holds(while: diagnosis) } }
        case .agent: [true, false].map { state in answer(subject) { Truth($0 == .agent(available: state)) } }
        case .quantity(let quantity):
            ranges.samples(of: quantity, around: thresholds(subject)).map { number in
                answer(subject) { $0.holds(at: number) }
            }
        case .itself: [Truth.yes, .no].map { truth in answer(subject) { _ in truth } }
        }
    }

    private func answer(_ subject: Subject, _ truth: (Expression) -> Truth) -> Answer {
        var answer = Answer()
        for (index, leaf) in all.enumerated() where self.subject(of: leaf) == subject { answer.set(index, truth(leaf)) }
        return answer
    }

    private func thresholds(_ subject: Subject) -> [Double] {
        all.compactMap { leaf in
            guard case .comparison(_, _, let number) = leaf, self.subject(of: leaf) == subject else { return nil }
            return number
        }
    }
}

extension Expression {
    fileprivate func holds(while state: ProbeState) -> Truth {
        guard case .state(_, let wanted) = self else { return .unknown }
        return state == .unknown && wanted != .unknown ? .unknown : Truth(wanted == state)
    }

    fileprivate func holds(while state: PowerState) -> Truth {
        guard case .platform(let wanted) = self else { return .unknown }
        return state == .unknown && wanted != .unknown ? .unknown : Truth(wanted == state)
    }

    fileprivate func holds(while diagnosis: Diagnosis) -> Truth {
        guard case .diagnosis(let wanted) = self else { return .unknown }
        return diagnosis == .unclear && wanted != .unclear ? .unknown : Truth(wanted == diagnosis)
    }

    fileprivate func holds(at number: Double) -> Truth {
        guard case .comparison(_, let comparator, let limit) = self else { return .unknown }
        return Truth(comparator.holds(number, limit))
    }
}
