import Configuration
import Engine

/// What a configuration promises one target: which rules are for it, who is told, and whether it would ever be acted on.
struct Prospect {
    var target: Target
    var rules: [Rule]
    /// Receivers that a page about it reaches, by each rule that is for it; those that say the same are one.
    var paged: [Paging]
    /// Names of the windows in which nothing is done about it.
    var windows: [String]
    /// Why no power action is ever sent to it, whatever happens; empty: one may be.
    var obstacles: [String]

    struct Paging {
        var rules: [String]
        /// Each with whoever stands in for it.
        var receivers: [String]
    }

    init(_ target: Target, in policy: Policy) {
        self.target = target
        rules = policy.rules.filter { $0.match.holds(for: target) }
        paged = Prospect.paging(target, rules, policy)
        windows = policy.windows.filter { $0.match.holds(for: target) }.map(\.name)
        obstacles = Prospect.obstacles(target, rules, policy)
    }

    var pagesByRule: [String: [String]] {
        Dictionary(paged.flatMap { paging in paging.rules.map { ($0, paging.receivers) } }) { first, _ in first }
    }

    static func all(_ policy: Policy) -> [Prospect] {
        policy.targets.map { Prospect($0, in: policy) }
    }

    private static func paging(_ target: Target, _ rules: [Rule], _ policy: Policy) -> [Paging] {
        var found: [Paging] = []
        for rule in rules {
            let names = policy.receivers(for: "page", target: target, rule: rule.name)
            let receivers = names.map { name in
                let fallback = policy.receivers.first { $0.name == name }?.fallback
                return fallback.map { "\(name) (or \($0))" } ?? name
            }
            if let same = found.firstIndex(where: { $0.receivers == receivers }) {
                found[same].rules.append(rule.name)
            } else {
                found.append(Paging(rules: [rule.name], receivers: receivers))
            }
        }
        return found
    }

    private static func obstacles(_ target: Target, _ rules: [Rule], _ policy: Policy) -> [String] {
        var found: [String] = []
        if policy.mode == .observe { found.append("mode: observe") }
        if target.mode == .observe {
            found.append(
                target.origin == .discovered
                    ? "discovered, and not armed by 'discovery'" : "the target is in observe mode"
            )
        }
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
        if policy.targets.count == 1, policy.discovery == nil, policy.references.isEmpty {
            found.append("it is the only target, and without reference_targets its failure can't be told from our own")
        }
        if policy.limits.inFlight == 0 { found.append("limits: in_flight is 0") }
        if policy.limits.fleet?.count == 0 { found.append("limits: fleet is 0") }
        return found
    }
}

extension Rule {
    /// `restart, wait 3m → reset ×2 despite echo, wait 4m → page`
    var ladderInWords: String {
        ladder.map { rung in
            let times = rung.attempts > 1 ? " ×\(rung.attempts)" : ""
            let when = rung.when.map { " when \($0.text)" } ?? ""
            let despite = rung.despite.isEmpty ? "" : " despite \(rung.despite.names.joined(separator: ", "))"
            return "\(rung.action)\(times)\(when)\(despite)\(rung.wait > .zero ? ", wait \(rung.wait)" : "")"
        }.joined(separator: " → ")
    }

    /// `cooldown 30m, 3 per 1d a target, handed over after 3 per 6h`
    var limitsInWords: String {
        let perTarget = perTarget.map { "\($0) a target" } ?? "no limit a target"
        let flaps = flaps.map { ", handed over after \($0)" } ?? ""
        return "cooldown \(cooldown), \(perTarget)\(flaps)"
    }
}

extension GroupLimits {
    /// `each region: 3 per 1h, a storm from 50 %`
    var inWords: String {
        let storm = storm.map { "a storm from \(Int(($0 * 100).rounded())) %" }
        return "each \(label): " + [budget.map { "\($0)" }, storm].compactMap(\.self).joined(separator: ", ")
    }
}

extension MaintenanceWindow {
    /// `sun 02:00 to 04:00, Europe/Stockholm`
    var inWords: String {
        let days = days.isEmpty ? "every day" : days.map(\.rawValue).joined(separator: ", ")
        let end = "\(timeOfDay(to))\(to > from ? "" : " of the next day")"
        return "\(days) \(timeOfDay(from)) to \(end), \(zone.name)"
    }

    private func timeOfDay(_ minutes: Int) -> String {
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(padded(minutes / 60)):\(padded(minutes % 60))"
    }
}
