internal import Engine

/// One power action, with all that the referee holds against it.
struct Judged {
    var record: ActionRecord
    var power: PowerAction
    var guest: Int
    var target: Target
    /// Nil for one by hand outside any incident.
    var incident: IncidentRecord?
    /// As it was when the incident opened.
    var rule: Rule?
    var rung: Rung?
    var isByHand: Bool
    var overrides: [Gate]
    var truths: Truths
    var now: Timestamp

    func isOverridden(_ gate: Gate) -> Bool { isByHand && overrides.contains(gate) }
    var name: String { "\(power.rawValue) #\(record.id) of \(target.name)" }
}

extension Referee {
    /// A power action leaves: every invariant that speaks of one is held against it.
    mutating func judge(_ id: Int64, _ power: PowerAction, _ guest: Int, world truths: Truths, at now: Timestamp) {
        guard let record = actions[id], durable.contains(id) else {
            return find(.intent, at: now, "action #\(id) left without an intent on the disk")
        }
        guard let target = policy.targets.first(where: { Layout.guest($0.id) == guest }) else {
            return find(.known, at: now, "\(power.rawValue) of vps-\(guest + 1), which is not in the configuration")
        }
        let judged = judged(record, power, guest, target, truths, at: now)
        let checks: [(Breach.Invariant, (Judged) -> String?)] = [
            (.intent, operations), (.noRepeat, repetition), (.noSignOfLife, life), (.gracefulFirst, order),
            (.budgets, budgets), (.known, platformKnowledge), (.known, probeKnowledge), (.quiet, quiet),
            (.quiet, storms), (.quiet, trust), (.known, boots), (.switchedOff, purpose),
        ]
        for (invariant, check) in checks {
            if let what = check(judged) { find(invariant, at: now, "\(judged.name): \(what)") }
        }
        sends.append(
            Sent(id: id, guest: guest, power: power, at: now, incident: record.incident, isByHand: judged.isByHand)
        )
    }

    private func judged(
        _ record: ActionRecord,
        _ power: PowerAction,
        _ guest: Int,
        _ target: Target,
        _ truths: Truths,
        at now: Timestamp
    ) -> Judged {
        let incident = record.incident.flatMap { incidents[$0] }
        let isByHand = record.origin.hasPrefix("operator")
        let rule = isByHand ? nil : incident?.wording
        return Judged(
            record: record,
            power: power,
            guest: guest,
            target: target,
            incident: incident,
            rule: rule,
            rung: rule.flatMap { rule in
                incident.flatMap { rule.ladder.indices.contains($0.rung) ? rule.ladder[$0.rung] : nil }
            },
            isByHand: isByHand,
            overrides: isByHand ? overrides(of: power, guest) : [],
            truths: truths,
            now: now
        )
    }
}
