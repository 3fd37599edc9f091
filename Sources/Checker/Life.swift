internal import Engine

/// I1, I3, I4: one operation at a time, no reset beside life, and none before a restart had its time.
extension Findings {
    mutating func checkOperations() {
        let open = bundle.history.actions.filter { action in
            switch action.state {
            case .intended, .accepted, .outcomeUnknown: action.vps == bundle.vps
            case .rejected, .completed, .failed, .ineffective: false
            }
        }
        if let first = open.first {
            refuse(.oneOperation, unless: .oneOperation, "\(first.action.rawValue) #\(first.id) is not settled")
        }
    }

    /// A reset's window: the rule's `for`, and two rounds of the slowest probe that asks the guest itself.
    private var lifeWindow: TimeSpan {
        let rounds = bundle.probes.filter(\.asksGuest).map { $0.interval * 2 }
        return max(bundle.rule.holdFor, rounds.max() ?? .zero)
    }

    mutating func checkLife() {
        guard isReset else { return }
        if bundle.target.ownAddresses.isEmpty {
            refuse(.noSignOfLife, unless: .noSignOfLife, "no address is known by which life could be told")
        }
        for seen in bundle.signs where seen.sign.isDisjoint(with: bundle.rule.despite) {
            let age = now - seen.at
            if age <= lifeWindow {
                refuse(
                    .noSignOfLife,
                    unless: .noSignOfLife,
                    "\(seen.sign.names.joined()) \(age) ago, within \(lifeWindow)"
                )
            }
        }
        for observation in bundle.probes.compactMap(\.observation) { checkLife(in: observation) }
    }

    /// What the log of signs should have said, taken from the observations themselves.
    private mutating func checkLife(in observation: Observation) {
        let isOwn = observation.remote.map(bundle.target.ownAddresses.contains) ?? false
        let counted = isOwn ? observation.signs : observation.signs.intersection(.agent)
        let left = counted.subtracting(bundle.rule.despite)
        guard !left.isEmpty, now - observation.endedAt <= lifeWindow else { return }
        refuse(.noSignOfLife, unless: .noSignOfLife, "an observation shows \(left.names.joined(separator: ", "))")
    }

    mutating func checkOrder() {
        guard isReset else { return }
        let restarts = bundle.history.actions.filter {
            $0.vps == bundle.vps && $0.action == .restart && $0.state != .rejected
                && $0.incident == bundle.incident && bundle.incident != nil
        }
        guard let latest = restarts.max(by: { $0.intendedAt < $1.intendedAt }) else {
            checkDenials()
            return
        }
        let due = (latest.answeredAt ?? latest.intendedAt) + bundle.rule.restartWait
        if now < due {
            refuse(.gracefulFirst, unless: .gracefulFirst, "the restart's wait ends only at \(due)")
        }
    }

    /// The exception: a restart that was denied in two readings half a minute apart, while a reset is allowed, as the latest
    /// reading says too.
    private mutating func checkDenials() {
        let denials = bundle.history.restartDenials.sorted()
        guard let first = denials.first, let last = denials.last, last - first >= .seconds(30) else {
            refuse(.gracefulFirst, unless: .gracefulFirst, "no restart was sent in this incident, nor denied twice")
            return
        }
        if first < bundle.firstFailureAt {
            refuse(.gracefulFirst, unless: .gracefulFirst, "the restart was denied before the incident")
        }
        let words = bundle.inspection.gates.filter { $0.name == "canRestart" }.map(\.verdict)
        let areDenials = words.allSatisfy { if case .denied = $0 { true } else { false } }
        if words.isEmpty || !areDenials {
            refuse(.gracefulFirst, unless: .gracefulFirst, "the restart is not denied any more")
        }
    }
}
