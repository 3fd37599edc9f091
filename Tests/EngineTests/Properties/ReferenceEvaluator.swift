@testable import Engine

/// Evaluates an expression the plainest way there is: by the definition of each word, and of Kleene's connectives as least
/// and greatest in the order false, unknown, true. Shares nothing with the compiled form but the values.
struct ReferenceEvaluator {
    let scene: Scene

    func value(of expression: Expression) -> Truth {
        switch expression {
        case .not(let inner): ReferenceEvaluator.truth(-rank(inner))
        case .and(let left, let right): ReferenceEvaluator.truth(min(rank(left), rank(right)))
        case .or(let left, let right): ReferenceEvaluator.truth(max(rank(left), rank(right)))
        case .state(let name, let wanted): matches(state(of: probe(name)), wanted)
        case .atLeast(let name, let wanted, let hits, let rounds): atLeast(probe(name), wanted, hits, rounds)
        case .platform(let wanted): platform(wanted)
        case .agent(let available): available ? agent : ReferenceEvaluator.truth(-ReferenceEvaluator.rank(of: agent))
        case .signsOfLife: scene.latestSignAge.map { $0 <= Scene.signWindow } == true ? .yes : .no
        case .diagnosis(let wanted): diagnosis(wanted)
        case .comparison(let quantity, let comparator, let number):
            compare(possible(quantity), comparator, number)
        }
    }

    private func rank(_ expression: Expression) -> Int { ReferenceEvaluator.rank(of: value(of: expression)) }

    private static func rank(of truth: Truth) -> Int { truth == .yes ? 1 : truth == .no ? -1 : 0 }

    private static func truth(_ rank: Int) -> Truth { rank > 0 ? .yes : rank < 0 ? .no : .unknown }

    private func probe(_ name: String) -> Scene.Probe {
        scene.probes[Scene.names.firstIndex(of: name) ?? 0]
    }

    /// A probe that was up once is proven.
    private func isProven(_ probe: Scene.Probe) -> Bool { probe.isProven || probe.results.contains(.up) }

    private func state(of probe: Scene.Probe) -> Expression.ProbeState {
        guard isProven(probe), probe.age <= Scene.interval * 2 + Scene.timeout else { return .unknown }
        return probe.results.last ?? .unknown
    }

    private func matches(_ state: Expression.ProbeState, _ wanted: Expression.ProbeState) -> Truth {
        if wanted == .unknown { return state == .unknown ? .yes : .no }
        return state == .unknown ? .unknown : state == wanted ? .yes : .no
    }

    private var agent: Truth { matches(state(of: probe("agent")), .up) }

    private func platform(_ wanted: PowerState) -> Truth {
        guard let state = scene.powerState else { return .unknown }
        if state == .unknown { return wanted == .unknown ? .yes : .unknown }
        return state == wanted ? .yes : .no
    }

    private func diagnosis(_ wanted: Diagnosis) -> Truth {
        guard let found = scene.diagnosis else { return .unknown }
        if found == wanted { return .yes }
        return found == .unclear ? .unknown : .no
    }

    /// Tries whatever the unknown and unheard rounds may have been.
    private func atLeast(_ probe: Scene.Probe, _ wanted: Expression.ProbeState, _ hits: Int, _ rounds: Int) -> Truth {
        guard !probe.results.isEmpty, isProven(probe) else { return .unknown }
        let heard = probe.results.suffix(rounds)
        let certain = heard.count { $0 == wanted }
        let open = rounds - heard.count + (wanted == .unknown ? 0 : heard.count { $0 == .unknown })
        let verdicts = (certain...certain + open).map { $0 >= hits }
        return verdicts.allSatisfy(\.self) ? .yes : verdicts.contains(true) ? .unknown : .no
    }

    /// Every number that may be meant; nil: any.
    private func possible(_ quantity: Expression.Quantity) -> [Double]? {
        switch quantity {
        case .latency(let name): known(name).map { [Double($0.measures.duration) / 1_000_000] }
        case .loss(let name):
            known(name).flatMap { probe in
                guard let sent = probe.measures.echoesSent, let received = probe.measures.echoesReceived else {
                    return nil
                }
                return [1 - Double(received) / Double(sent)]
            }
        case .status(let name): known(name)?.measures.httpStatus.map { [Double($0)] }
        case .streak(let name):
            known(name).map { probe in
                [Double(probe.results.reversed().prefix { $0 == probe.results.last }.count)]
            }
        case .certificateLeft(let name):
            known(name)?.measures.certificateExpiry.map { [Double($0) - Double(Scene.now.milliseconds) / 1_000] }
        case .count(let wanted): counts(scene.probes.map(state), wanted)
        case .targets(let wanted, _): scene.targets.map { counts($0, wanted) }
        }
    }

    private func known(_ name: String) -> Scene.Probe? {
        let probe = probe(name)
        return state(of: probe) == .unknown ? nil : probe
    }

    private func counts(_ states: [Expression.ProbeState], _ wanted: Expression.ProbeState) -> [Double] {
        let certain = states.count { $0 == wanted }
        let open = wanted == .unknown ? 0 : states.count { $0 == .unknown }
        return (certain...certain + open).map(Double.init)
    }

    private func compare(_ numbers: [Double]?, _ comparator: Expression.Comparator, _ limit: Double) -> Truth {
        guard let numbers else { return .unknown }
        let verdicts = numbers.map { comparator.holds($0, limit) }
        return verdicts.allSatisfy(\.self) ? .yes : verdicts.contains(true) ? .unknown : .no
    }
}
