import Testing

@testable import Engine

/// What must hold of every expression, whatever is seen.
@Suite("Every condition")
struct ConditionFuzzTests {
    private func evaluate(_ expression: Expression, _ sight: Sight) throws -> Truth {
        try CompiledCondition(expression, probeNames: Scene.names).evaluate(sight)
    }

    private func inRandomScenes(
        _ usual: Int,
        seed: UInt64,
        _ body: (inout SeededRandom, Scene) throws -> Void
    ) rethrows {
        var random = SeededRandom(seed: seed)
        for _ in 0..<FuzzRounds.times(usual) {
            let scene = Scene(&random)
            try body(&random, scene)
        }
    }

    @Test("is evaluated as its definition has it")
    func reference() throws {
        var seen: [Truth: Int] = [:]
        try inRandomScenes(4_000, seed: 1) { random, scene in
            let expression = Expression.random(&random)
            let said = try evaluate(expression, scene.sight)
            #expect(said == ReferenceEvaluator(scene: scene).value(of: expression), "\(expression) in \(scene)")
            seen[said, default: 0] += 1
        }
        // The generator reaches all three.
        #expect(seen.count == 3 && seen.values.allSatisfy { $0 > 200 })
    }

    @Test("obeys the laws of Kleene's logic")
    func laws() throws {
        try inRandomScenes(1_500, seed: 2) { random, scene in
            let (a, b, c) = (
                Expression.random(&random, depth: 2), Expression.random(&random, depth: 2),
                Expression.random(&random, depth: 2)
            )
            let laws: [(String, Expression, Expression)] = [
                ("double negation", .not(.not(a)), a),
                ("De Morgan", .not(.and(a, b)), .or(.not(a), .not(b))),
                ("De Morgan", .not(.or(a, b)), .and(.not(a), .not(b))),
                ("commutativity", .and(a, b), .and(b, a)),
                ("commutativity", .or(a, b), .or(b, a)),
                ("associativity", .and(.and(a, b), c), .and(a, .and(b, c))),
                ("associativity", .or(.or(a, b), c), .or(a, .or(b, c))),
                ("absorption", .and(a, .or(a, b)), a),
                ("absorption", .or(a, .and(a, b)), a),
                ("idempotence", .and(a, a), a),
                ("distributivity", .and(a, .or(b, c)), .or(.and(a, b), .and(a, c))),
                ("distributivity", .or(a, .and(b, c)), .and(.or(a, b), .or(a, c))),
            ]
            let sight = scene.sight
            for (name, left, right) in laws {
                let (one, other) = (try evaluate(left, sight), try evaluate(right, sight))
                #expect(one == other, "\(name): \(left) is not \(right) in \(scene)")
            }
        }
    }

    /// `x.unknown` and `count(unknown)` ask for ignorance itself, and `signs_of_life` is never unknown: the others only gain
    /// by knowledge.
    @Test("that was decided stays so when more becomes known")
    func monotonicity() throws {
        var settled = 0
        try inRandomScenes(6_000, seed: 3) { random, scene in
            let expression = Expression.random(&random)
            guard !expression.mentions(\.asksForIgnorance) else { return }
            let before = try evaluate(expression, scene.sight)
            let after = try evaluate(expression, scene.knowingMore(&random).sight)
            #expect(before == .unknown || before == after, "\(expression) in \(scene)")
            if before == .unknown, after != .unknown { settled += 1 }
        }
        #expect(settled > 50)
    }
}

extension Expression {
    fileprivate var asksForIgnorance: Bool {
        switch self {
        case .state(_, .unknown), .atLeast(_, .unknown, _, _), .platform(.unknown), .diagnosis(.unclear): true
        case .comparison(.count(.unknown), _, _), .comparison(.targets(.unknown, _), _, _): true
        case .state, .atLeast, .platform, .agent, .signsOfLife, .diagnosis, .comparison, .not, .and, .or: false
        }
    }
}

extension Scene {
    /// One thing that was unknown is known.
    fileprivate func knowingMore(_ random: inout SeededRandom) -> Scene {
        var scene = self
        switch Int.random(in: 0..<5, using: &random) {
        case 4:
            if diagnosis == nil || diagnosis == .unclear { scene.diagnosis = random.pick(Diagnosis.allCases) }
        case 0: scene.powerState = powerState ?? random.pick(PowerState.allCases)
        case 1:
            if let index = targets?.firstIndex(of: .unknown) { scene.targets?[index] = random.pick([.up, .down]) }
            scene.targets = scene.targets ?? [random.pick([.up, .down])]
        case 2:
            for index in probes.indices where !probes[index].isProven { scene.probes[index].isProven = true }
        default:
            // A stale result is fresh after all.
            for index in probes.indices { scene.probes[index].age = .seconds(1) }
        }
        return scene
    }
}
