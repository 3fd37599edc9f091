/// What a message about a target's incident is made from.
extension Engine {
    func briefing(on index: Int, _ news: String) -> Briefing {
        let state = targets[index]
        let (diagnosis, reasons) = diagnose(index)
        return Briefing(
            at: now,
            news: news,
            diagnosis: diagnosis,
            reasons: reasons,
            sightings: state.probes.map { track in
                let seen = seen(track, by: state)
                return Briefing.Sighting(probe: seen.name, state: seen.state, reason: seen.reason)
            },
            platform: platformWords(of: index),
            deeds: state.incident.map { deeds(of: $0.record.id) } ?? [],
            refusals: state.incident?.refusals ?? [],
            plan: state.incident.map { plan(of: $0, target: state.target) }
        )
    }

    /// What was sent, or may have been; what the provider did not take stands among the refusals.
    func deeds(of incident: Int64) -> [Briefing.Deed] {
        ledger.actions.filter { $0.incident == incident && $0.state != .rejected }.map { action in
            Briefing.Deed(
                action: action.action,
                at: action.intendedAt,
                outcome: action.progress,
                isCertain: action.state != .outcomeUnknown && action.state != .intended,
                requestID: action.requestID
            )
        }
    }

    private func plan(of incident: IncidentState, target: Target) -> Briefing.Plan {
        guard incident.record.state == .open else {
            return Briefing.Plan(step: "nothing more by Defib, which goes on watching and tells when it is back")
        }
        guard !isShadow(incident.rule, target) else {
            return Briefing.Plan(step: "nothing is sent while Defib only observes it; it tells what it would have done")
        }
        guard let until = incident.record.waitUntil else {
            return Briefing.Plan(step: "\(words(incident.rung)), once every gate passes")
        }
        return Briefing.Plan(step: "\(words(incident.rungAfterWait)), unless it is back by then,", at: until)
    }

    private func words(_ rung: Rung?) -> String {
        guard let rung, rung.action != .page else { return "a person is asked" }
        return "\(rung.action)"
    }
}
