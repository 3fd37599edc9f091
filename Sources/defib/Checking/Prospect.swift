import Configuration
import Engine

/// What a configuration promises one target: which rules are for it, who is told, and whether it would ever be acted on.
struct Prospect {
    var target: Target
    var rules: [Rule]
    /// Receivers that a page about it reaches.
    var paged: [String]
    /// Why no power action is ever sent to it, whatever happens; empty: one may be.
    var obstacles: [String]

    init(_ target: Target, in policy: Policy) {
        self.target = target
        rules = policy.rules.filter { $0.match.holds(for: target) }
        paged = policy.routes.first { $0.severity == nil || $0.severity == "page" }?.receivers ?? []
        obstacles = Prospect.obstacles(target, rules, policy)
    }

    static func all(_ policy: Policy) -> [Prospect] {
        policy.targets.map { Prospect($0, in: policy) }
    }

    private static func obstacles(_ target: Target, _ rules: [Rule], _ policy: Policy) -> [String] {
        var found: [String] = []
        if policy.mode == .observe { found.append("mode: observe") }
        if target.mode == .observe { found.append("the target is in observe mode") }
        if target.isThisMachine { found.append("its address is this machine's own") }
        let acting = rules.filter { $0.ladder.contains { $0.action.power != nil } }
        if rules.isEmpty {
            found.append("no rule matches it")
        } else if acting.isEmpty {
            found.append("no rule that matches it has a power action")
        } else if acting.allSatisfy({ $0.mode == .observe }) {
            found.append("every rule that matches it is in observe mode")
        } else if acting.allSatisfy({ $0.perTarget?.count == 0 }) {
            found.append("its budget is 0")
        }
        if policy.targets.count == 1, policy.references.isEmpty {
            found.append("it is the only target, and without reference_targets its failure can't be told from our own")
        }
        if policy.limits.inFlight == 0 { found.append("limits: in_flight is 0") }
        if policy.limits.fleet?.count == 0 { found.append("limits: fleet is 0") }
        return found
    }
}

extension Rule {
    /// `restart, wait 3m → reset ×2, wait 4m → page`
    var ladderInWords: String {
        ladder.map { rung in
            let times = rung.attempts > 1 ? " ×\(rung.attempts)" : ""
            return "\(rung.action)\(times)\(rung.wait > .zero ? ", wait \(rung.wait)" : "")"
        }.joined(separator: " → ")
    }
}
