/// What is written down, and what the on-call engineer is told.
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

    private func seen(_ track: ProbeTrack, by state: TargetState) -> Evidence.SeenProbe {
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

    private func platformWords(of index: Int) -> String {
        guard let track = targets[index].platform else { return "never listed" }
        let state = track.reading.powerState?.rawValue ?? "no powerState"
        return "\(state), listed \((now - track.startedAt).brief) ago"
    }

    // MARK: Notifications

    mutating func tellOpened(_ index: Int, held: TimeSpan) {
        guard let incident = targets[index].incident else { return }
        tell(index, kind: .incidentOpened, severity: "warning", "is down: \(incident.rule.when.text) for \(held.brief)")
    }

    mutating func tellSent(_ index: Int, action: ActionRecord, wait: TimeSpan) {
        let request = action.requestID.map { " (provider request \($0))" } ?? ""
        tell(
            index,
            kind: .actionSent,
            severity: severityOfRung(index),
            "\(action.action) sent\(request); waiting \(wait) for it to help"
        )
    }

    mutating func tellUnknown(_ index: Int, action: ActionRecord, why: String) {
        let line = "\(action.action) may have been sent, its answer is not known (\(why)); it is not repeated"
        tell(index, kind: .outcomeUnknown, severity: severityOfRung(index), line)
    }

    mutating func tellExec(_ index: Int, action: ActionRecord) {
        let line = "exec \(action.state.rawValue): \(action.detail ?? "")"
        tell(index, kind: .actionSent, severity: severityOfRung(index), line)
    }

    /// What the rung that is under way says, so that a ladder can tell a person of its very first step.
    private func severityOfRung(_ index: Int) -> String {
        targets[index].incident?.rung?.severity ?? "warning"
    }

    mutating func tellHandOver(_ index: Int, why: String, isShadow: Bool) {
        tell(
            index,
            kind: isShadow ? .wouldAct : .handedOver,
            severity: isShadow ? "warning" : "page",
            isShadow ? "is down; \(why)" : "needs a person: \(why)"
        )
    }

    /// One message about a target's open incident.
    mutating func tell(_ index: Int, kind: Notification.Kind, severity: String, _ line: String) {
        guard let incident = targets[index].incident?.record else { return }
        let notification = Notification(
            id: numbering.nextNotification(),
            key: Engine.key(of: incident),
            status: .firing,
            kind: kind,
            severity: severity,
            vps: incident.vps,
            name: incident.name,
            labels: targets[index].target.labels,
            rule: incident.rule,
            incident: incident.id,
            summary: "\(incident.name) \(line)",
            description: story(of: incident, target: index),
            startsAt: incident.firstFailureAt
        )
        let target = targets[index].target
        post(notification, to: policy.receivers(for: severity, target: target, rule: incident.rule))
    }

    /// The message that ends an incident.
    mutating func conclude(_ incident: IncidentRecord, labels: [Label], kind: Notification.Kind) {
        let notification = Notification(
            id: numbering.nextNotification(),
            key: Engine.key(of: incident),
            status: .resolved,
            kind: kind,
            severity: "warning",
            vps: incident.vps,
            name: incident.name,
            labels: labels,
            rule: incident.rule,
            incident: incident.id,
            summary: "\(incident.name) \(incident.state.words): \(incident.conclusion ?? "")",
            description:
                "Down since \(incident.firstFailureAt), over at \(now), after \((now - incident.firstFailureAt).brief).",
            startsAt: incident.firstFailureAt,
            endsAt: now
        )
        // Whoever was told of it is told of its end.
        let told = outbox.receivers(of: notification.key)
        post(notification, to: told.isEmpty ? policy.allReceivers : told)
    }

    /// Stable over an incident's messages, whatever the daemon goes through meanwhile.
    static func key(of incident: IncidentRecord) -> String {
        #if Mutants
            if Mutant.isActive(.keysChange) { return "\(incident.vps)/\(incident.id)/\(incident.rung)" }
        #endif
        return "\(incident.vps)/\(incident.id)"
    }

    /// What matters at 3 a.m., essentials first.
    private func story(of incident: IncidentRecord, target index: Int) -> String {
        var lines = [
            "Down since \(incident.firstFailureAt) (\((now - incident.firstFailureAt).brief)); incident \(incident.id), rule \(incident.rule)."
        ]
        let (diagnosis, reasons) = diagnose(index)
        lines.append("Diagnosis: \(diagnosis.words) (\(reasons.joined(separator: ", "))).")
        for probe in evidence(of: index, gates: []).probes {
            lines.append("\(probe.name): \(probe.state)\(probe.reason.map { " (\($0))" } ?? "")")
        }
        lines.append("platform: \(platformWords(of: index))")
        for action in ledger.actions where action.incident == incident.id {
            let request = action.requestID.map { "; provider request \($0)" } ?? ""
            lines.append("\(action.action) at \(action.intendedAt): \(action.progress)\(request)")
        }
        lines.append("More: defib explain \(incident.id). To stop power actions: defib pause --reason '…'.")
        return lines.joined(separator: "\n")
    }

    // MARK: Operators

    mutating func setPause(_ record: PauseRecord) {
        pause = record
        keep(.pause(record))
        reviewIncidents()
    }

    mutating func close(_ id: Int64, by: String) {
        guard let index = targets.firstIndex(where: { $0.incident?.record.id == id }),
            var record = targets[index].incident?.record
        else { return }
        record.state = .closed
        record.endedAt = now
        record.conclusion = "closed by \(by)"
        keep(.incident(record))
        decide(.closed, target: index, action: nil, "closed by \(by)", gates: [])
        targets[index].incident = nil
        for action in ledger.actions where action.incident == id && action.state.isOpen { leaveToSettle(action) }
        conclude(record, labels: targets[index].target.labels, kind: .notice)
        reviewRequests()
        review(index)
    }
}

extension IncidentRecord.State {
    fileprivate var words: String {
        switch self {
        case .open: "is down"
        case .handedOver: "is handed over"
        case .recovered: "is back"
        case .closed: "is closed"
        }
    }
}

extension Policy {
    /// For what nobody is known to have been told of.
    var allReceivers: [String] {
        var names: [String] = []
        for name in routes.flatMap(\.receivers) where !names.contains(name) { names.append(name) }
        return names
    }
}
