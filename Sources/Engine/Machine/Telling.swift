/// What the on-call engineer is told of a target.
extension Engine {
    mutating func tellOpened(_ index: Int, held: TimeSpan) {
        guard let incident = targets[index].incident else { return }
        tell(index, kind: .incidentOpened, severity: "warning", "\(incident.rule.when.text) for \(held.brief)")
    }

    mutating func tellSent(_ index: Int, action: ActionRecord, wait: TimeSpan) {
        let until = (now + wait).shortText(seenFrom: now)
        tell(
            index,
            kind: .actionSent,
            severity: severityOfRung(index),
            "waiting until \(until) for the \(action.action) to help"
        )
    }

    mutating func tellUnknown(_ index: Int, action: ActionRecord, why: String) {
        let line = "the answer to the \(action.action) is not known (\(why)); it is not repeated"
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
        tell(index, kind: isShadow ? .wouldAct : .handedOver, severity: isShadow ? "warning" : "page", why)
    }

    /// One message about a target's open incident.
    mutating func tell(_ index: Int, kind: Notification.Kind, severity: String, _ news: String) {
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
            briefing: briefing(on: index, news),
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
            briefing: Briefing(at: now, news: incident.conclusion ?? "", deeds: deeds(of: incident.id)),
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
}

extension Policy {
    /// For what nobody is known to have been told of.
    var allReceivers: [String] {
        var names: [String] = []
        for name in routes.flatMap(\.receivers) where !names.contains(name) { names.append(name) }
        return names
    }
}
