/// Whether a rule has earned to act: one that shocked a living guest may not, until its wording changes or a person says so.
extension Engine {
    /// Set where the rule, as it is worded, is disarmed.
    func distrust(of rule: Rule) -> TrustRecord? {
        guard !trust.isEmpty else { return nil }
        let fingerprint = rule.fingerprint
        return trust.first { $0.rule == rule.name && $0.fingerprint == fingerprint }
    }

    /// A person's word on an incident. One that was wrong although power was used disarms its rule.
    mutating func judge(_ incident: IncidentRecord, wasRight: Bool, by: String) {
        var record = incident
        let judgement = IncidentRecord.Judgement(wasRight: wasRight, by: by, at: now)
        if let index = indexByVPS[incident.vps], targets[index].incident?.record.id == incident.id {
            targets[index].incident?.record.judgement = judgement
            record = targets[index].incident?.record ?? record
        }
        record.judgement = judgement
        keep(.incident(record))
        let wasShocked = ledger.actions.contains { $0.incident == incident.id && $0.countsAsPower }
        guard !wasRight, wasShocked, let fingerprint = record.ruleFingerprint else { return }
        disarm(record.rule, fingerprint, "\(by) found that \(record.name) was not down in incident \(record.id)")
    }

    /// An observation that was asked before the power action and answered after the confirmation: the guest was alive when
    /// it was shocked.
    mutating func noteLateSign(_ observation: Observation, _ signs: SignsOfLife, target index: Int) {
        guard let incident = targets[index].incident,
            let action = ledger.actions.last(where: { $0.incident == incident.record.id && $0.countsAsPower }),
            let confirmedAt = incident.confirmedBefore,
            observation.startedAt >= confirmedAt, observation.startedAt < action.intendedAt,
            observation.endedAt <= action.intendedAt
        else { return }
        let counted = signs.subtracting(incident.despiteOfAction)
        guard action.action == PowerAction.reset.rawValue, !counted.isEmpty else { return }
        let names = counted.names.joined(separator: ", ")
        disarm(
            incident.rule.name,
            incident.rule.fingerprint,
            "\(incident.record.name) sent \(names) just before its reset, and was heard only after it"
        )
    }

    mutating func disarm(_ rule: String, _ fingerprint: UInt64, _ why: String) {
        guard !trust.contains(where: { $0.rule == rule && $0.fingerprint == fingerprint }) else { return }
        let record = TrustRecord(
            rule: rule,
            fingerprint: fingerprint,
            isDisarmed: true,
            by: "",
            reason: why,
            at: now
        )
        trust.removeAll { $0.rule == rule }
        trust.append(record)
        keep(.trust(record))
        setNotice("rule \(rule)", "rule '\(rule)' is disarmed: \(why)")
    }

    mutating func trustAgain(_ rule: String, by: String, reason: String) {
        guard let position = trust.firstIndex(where: { $0.rule == rule }) else { return }
        var record = trust.remove(at: position)
        record.isDisarmed = false
        record.by = by
        record.reason = reason
        record.at = now
        keep(.trust(record))
        setNotice("rule \(rule)", nil)
    }
}
