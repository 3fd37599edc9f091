internal import Engine

/// I9: every incident recovers or is handed over within its ladder's waits and its patience.
extension Referee {
    /// How long an incident may stay open, its recovery apart.
    static func bound(of rule: Rule) -> TimeSpan {
        rule.ladder.reduce(rule.patience) { sum, rung in
            // A burst, a survey, a reading, an answer, and the settling of one that was lost.
            let overhead = TimeSpan.minutes(4) + rule.patience * 2
            return sum + (rung.wait + overhead) * Int64(rung.attempts)
        }
    }

    mutating func watchEndings(at now: Timestamp, asleep: TimeSpan) {
        for incident in incidents.values where incident.state == .open {
            guard let rule = incident.wording else { continue }
            let age = now - incident.openedAt - asleep
            guard age > Referee.bound(of: rule) + rule.recovery.holdFor else { continue }
            find(.ending, at: now, "incident \(incident.id) has been open for \(age.brief), on rung \(incident.rung)")
        }
    }
}

/// Liveness, once everything is mended and had time to settle.
extension World {
    mutating func judgeTheEnd() {
        checkReplay()
        let open = referee.incidents.values.filter { !$0.state.isOver }.sorted { $0.id < $1.id }
        if let incident = open.first {
            referee.find(
                .ending,
                at: now,
                "incident \(incident.id) of \(incident.name) is still \(incident.state.rawValue)"
            )
        }
        let waiting = referee.post.waiting.sorted { ($0.id, $0.receiver) < ($1.id, $1.receiver) }
        if let item = waiting.first {
            referee.find(.told, at: now, "#\(item.id) has not reached \(item.receiver); \(waiting.count) are owed")
        }
    }
}
