import Engine

/// Everything the journal knows of one incident.
struct Story {
    var incident: IncidentRecord
    /// Oldest first; so with the others.
    var decisions: [DecisionRecord]
    var actions: [ActionRecord]
    var notifications: [NotificationRecord]
    /// Of the same target, newest first.
    var earlier: [IncidentRecord]
    /// The latest pause or resumption.
    var pause: PauseRecord?
    /// The file `PAUSED` is in the data directory.
    var hasPauseFile: Bool
    /// The rule as it was when the incident opened; of incidents of earlier versions, as it is configured now.
    var rule: Rule?
    /// Nobody answers at the control socket: nothing will happen until the daemon runs again.
    var isDaemonRunning: Bool
    var now: Timestamp

    /// From the first failure to the end, or to now.
    var duration: TimeSpan { (incident.endedAt ?? now) - incident.firstFailureAt }

    var isPaused: Bool { hasPauseFile || pause?.isPaused ?? false }

    /// The rung that is next or under way; nil where the rule is not known any more.
    var rung: Rung? {
        rule.flatMap { $0.ladder.indices.contains(incident.rung) ? $0.ladder[incident.rung] : nil }
    }

    /// What follows once the present wait has passed.
    var nextRung: Rung? {
        guard let rule, let rung else { return nil }
        if incident.attemptsOfRung < rung.attempts { return rung }
        let next = incident.rung + 1
        return rule.ladder.indices.contains(next) ? rule.ladder[next] : nil
    }
}
