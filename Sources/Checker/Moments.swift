internal import Engine

/// Every time and length of time in a bundle, by name.
struct Moments {
    private let bundle: EvidenceBundle

    /// The year 5138: what lies beyond can't be a time, and sums of such numbers would overflow.
    static let latest = Timestamp(milliseconds: 100_000_000_000_000)
    static let longest = TimeSpan(milliseconds: 100_000_000_000_000)

    init(_ bundle: EvidenceBundle) {
        self.bundle = bundle
    }

    /// None of these may be later than the decision.
    var times: [(String, Timestamp)] {
        seen + past + others
    }

    private var seen: [(String, Timestamp)] {
        let observed = bundle.probes.compactMap(\.observation)
        return observed.map { ("an observation's start", $0.startedAt) }
            + observed.map { ("an observation", $0.endedAt) }
            + bundle.signs.map { ("a sign of life", $0.at) }
            + [("the inspection", bundle.inspection.startedAt), ("the first failure", bundle.firstFailureAt)]
    }

    private var past: [(String, Timestamp)] {
        let history = bundle.history
        return history.actions.map { ("action #\($0.id)", $0.intendedAt) }
            + history.actions.compactMap { action in action.answeredAt.map { ("the answer to #\(action.id)", $0) } }
            + history.restartDenials.map { ("a denial of the restart", $0) }
            + bundle.calm.silences.map { ("silence \($0.id)", $0.at) }
    }

    private var others: [(String, Timestamp)] {
        let optional: [(String, Timestamp?)] =
            [
                ("the burst", bundle.confirmation.startedAt), ("the last action", bundle.confirmation.lastActionAt),
                ("the listing", bundle.platform.listedAt), ("the witness", bundle.fleet.witness?.startedAt),
                ("the survey's start", bundle.fleet.since), ("the last boot", bundle.boot.latest),
                ("the health's measurement", bundle.health.measuredAt),
            ] + bundle.fleet.references.map { ("reference '\($0.name)'", $0.startedAt) }
        return optional.compactMap { name, time in time.map { (name, $0) } }
    }

    var spans: [TimeSpan] {
        let rule = bundle.rule
        let budgets = [rule.perTarget, bundle.history.fleet] + bundle.history.groups.map(\.budget)
        return [rule.holdFor, rule.wait, rule.restartWait, rule.cooldown, bundle.confirmation.maxAge]
            + [bundle.platform.sweep, bundle.boot.bounds.min, bundle.boot.bounds.max] + bundle.boot.samples
            + bundle.probes.flatMap { [$0.interval, $0.timeout] } + budgets.compactMap { $0?.window }
    }
}
