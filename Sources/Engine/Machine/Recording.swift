/// What is written down.
extension Engine {
    mutating func keep(_ record: Record) {
        effects.append(.record(record))
    }

    /// Writes down a decision with what it stood on.
    mutating func decide(
        _ verdict: DecisionRecord.Verdict,
        target index: Int,
        action: String?,
        _ summary: String,
        gates: [GateResult],
        bundle: EvidenceBundle? = nil
    ) {
        let target = targets[index].target
        let decision = DecisionRecord(
            id: numbering.nextDecision(),
            incident: targets[index].incident?.record.id,
            vps: target.id,
            name: target.name,
            at: now,
            verdict: verdict,
            action: action,
            summary: summary,
            evidence: evidence(of: index, gates: gates, bundle: bundle)
        )
        keep(.decision(decision))
    }

    mutating func note(target index: Int, _ summary: String) {
        decide(.note, target: index, action: nil, summary, gates: [])
    }

    /// Writes down what concerns no single target.
    mutating func note(_ summary: String) {
        let decision = DecisionRecord(
            id: numbering.nextDecision(),
            incident: nil,
            vps: nil,
            name: "defib",
            at: now,
            verdict: .note,
            action: nil,
            summary: summary,
            evidence: nil
        )
        keep(.decision(decision))
    }

    func evidence(of index: Int, gates: [GateResult], bundle: EvidenceBundle? = nil) -> Evidence {
        let state = targets[index]
        let rule = state.incident?.bound ?? state.rules.first { $0.trueSince != nil } ?? state.rules.first
        let (diagnosis, reasons) = diagnose(index)
        return Evidence(
            condition: rule?.rule.when.text ?? "",
            verdict: rule.map { $0.when.evaluate(sight(of: index, rule: $0)) } ?? .unknown,
            since: state.incident?.record.firstFailureAt ?? rule?.trueSince,
            probes: state.probes.map { seen($0, by: state) },
            platform: platformWords(of: index),
            gates: gates,
            diagnosis: diagnosis,
            diagnosisReasons: reasons,
            bundle: bundle
        )
    }

    func seen(_ track: ProbeTrack, by state: TargetState) -> Evidence.SeenProbe {
        let latest = track.latest
        let isOwn = latest?.remote.map(state.ownAddresses.contains) ?? false
        let counted = isOwn ? latest?.signs ?? [] : latest?.signs.intersection(.agent) ?? []
        return Evidence.SeenProbe(
            name: track.definition.name,
            state: track.isProven ? track.state(at: now).rawValue : "unproven",
            reason: latest?.result.reason?.description,
            startedAt: latest?.startedAt,
            signs: counted.names
        )
    }

    func platformWords(of index: Int) -> String {
        guard let track = targets[index].platform else { return "never listed" }
        let state = track.powerState?.rawValue ?? "no powerState"
        return "\(state), listed \((now - track.startedAt).brief) ago"
    }
}
