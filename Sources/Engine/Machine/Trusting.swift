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
        note("\(by) judged incident \(record.id) of \(record.name): \(wasRight ? "right" : "wrong")")
        let wasShocked = ledger.actions.contains { $0.incident == incident.id && $0.countsAsPower }
        guard !wasRight, wasShocked, let fingerprint = record.ruleFingerprint else { return }
        disarm(record.rule, fingerprint, "\(by) found that \(record.name) was not down in incident \(record.id)")
    }

    /// No guest is cut off, and boots, and answers again, sooner than this.
    static let quickestBoot = TimeSpan.seconds(2)

    /// An observation that was asked between the confirming burst and the power action, and arrives only now. A sign of life
    /// in it that a reset was not allowed to overlook, or a probe by which the condition of a restart does not hold: the guest
    /// was alive when it was shocked.
    mutating func noteLateNews(_ observation: Observation, target index: Int) {
        guard let incident = targets[index].incident, let confirmedAt = incident.confirmedBefore,
            let action = actionToSettle(of: index),
            observation.startedAt >= confirmedAt, observation.startedAt < action.intendedAt,
            observation.endedAt <= action.intendedAt + Engine.quickestBoot
        else { return }
        let seen = countedSigns(of: observation, target: index).subtracting(incident.despiteOfAction)
        let how: String
        if action.action == PowerAction.reset.rawValue, !seen.isEmpty {
            how = "sent \(seen.names.joined(separator: ", "))"
        } else if action.action == PowerAction.restart.rawValue, observation.result == .up,
            incident.bound.when.evaluate(sight(of: index, rule: incident.bound)) == .no
        {
            how = "was up"
        } else {
            return
        }
        let why =
            "\(incident.record.name) \(how) when its \(action.action) #\(action.id) was sent, and was heard only after it"
        disarm(incident.rule.name, incident.rule.fingerprint, why)
    }

    /// The agent tells the boot it told before: a reset that is over has not cut anything off, and what it was sent at lives.
    mutating func noteSameBoot(at time: Timestamp, target index: Int) {
        guard let incident = targets[index].incident, let action = actionToSettle(of: index),
            action.action == PowerAction.reset.rawValue, action.state == .completed, action.operation != nil,
            let endedAt = action.endedAt, time > endedAt,
            targets[index].bootMarks.bootIDSince < action.intendedAt
        else { return }
        let why = "\(incident.record.name) has the same boot as before the completed reset #\(action.id): it was alive"
        disarm(incident.rule.name, incident.rule.fingerprint, why)
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
        note("rule '\(rule)' is disarmed: \(why)")
        reviewTrust()
    }

    /// Tells of rules that are disarmed; one that is worded anew is another rule, which has shocked nobody.
    mutating func reviewTrust() {
        for record in trust {
            guard let rule = policy.rules.first(where: { $0.name == record.rule }) else {
                setNotice(Engine.key(of: record), nil)
                continue
            }
            if rule.fingerprint == record.fingerprint {
                setNotice(Engine.key(of: record), "rule '\(record.rule)' is disarmed: \(record.reason)")
            } else {
                endDistrust(of: record.rule, by: "", reason: "the rule is worded anew")
            }
        }
    }

    /// At start: the notices that an earlier life gave are still out, and their end is owed.
    mutating func takeUpTrust() {
        for record in trust where policy.rules.contains(where: { $0.name == record.rule }) {
            notices[Engine.key(of: record)] = record.at
        }
        reviewTrust()
    }

    private static func key(of record: TrustRecord) -> String { "rule \(record.rule)" }

    mutating func trustAgain(_ rule: String, by: String, reason: String) {
        guard trust.contains(where: { $0.rule == rule }) else { return }
        endDistrust(of: rule, by: by, reason: reason)
        reviewIncidents()
    }

    private mutating func endDistrust(of rule: String, by: String, reason: String) {
        guard let position = trust.firstIndex(where: { $0.rule == rule }) else { return }
        var record = trust.remove(at: position)
        record.isDisarmed = false
        record.by = by
        record.reason = reason
        record.at = now
        keep(.trust(record))
        note("rule '\(rule)' is trusted again\(by.isEmpty ? "" : " by \(by)"): \(reason)")
        setNotice(Engine.key(of: record), nil)
    }
}
