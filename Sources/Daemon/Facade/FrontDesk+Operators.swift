import Configuration
import Engine
import Journal
import Logging
import Probes
import Web

/// Silences, the latch, acknowledgement, and what rules are worth.
extension FrontDesk {
    func silences() async throws(FacadeFailure) -> [SilenceView] {
        await view().silences.map(SilenceView.init)
    }

    func silence(_ request: SilenceRequest) async throws(FacadeFailure) -> SilenceView {
        let before = await view()
        try FrontDesk.check(request.match, against: await fleet.visit { engine, _ in engine.policy.targets })
        guard request.length > .zero else { throw .conflict("a silence must last for a while") }
        let until = parts.clock.now() + request.length
        parts.queue.post(.operatorSilenced(request.match, until: until, by: request.by, reason: request.reason))
        // The engine has taken the event once it answers the next question.
        let known = before.silences.map(\.id)
        guard let made = await view().silences.last(where: { !known.contains($0.id) && $0.by == request.by }) else {
            throw .unavailable("the silence was not taken; look at the log")
        }
        parts.log.notice("silenced by \(request.by) until \(until): \(request.reason)")
        return SilenceView(made)
    }

    /// A silence that is for nobody is a spelling mistake.
    private static func check(_ match: Rule.Match, against targets: [Target]) throws(FacadeFailure) {
        for name in match.names where !targets.contains(where: { $0.name == name }) {
            let nearest = Suggestion.nearest(to: name, among: targets.map(\.name)).map { "; did you mean '\($0)'?" }
            throw .notFound("no target is named '\(name)'\(nearest ?? "")")
        }
        guard targets.contains(where: match.holds) else { throw .notFound("no target has these labels") }
    }

    func endSilence(_ request: EndSilenceRequest) async throws(FacadeFailure) -> SilenceView {
        guard let silence = await view().silences.first(where: { $0.id == request.silence }) else {
            throw .notFound("no silence \(request.silence) is in force; 'defib silence list' has them")
        }
        parts.queue.post(.operatorEndedSilence(request.silence, by: request.by))
        parts.log.notice("silence \(request.silence) ended by \(request.by)")
        return SilenceView(silence)
    }

    func unlatch(_ request: UnlatchRequest) async throws(FacadeFailure) -> StatusView {
        guard await view().latch != nil else { throw .conflict("nothing is latched") }
        parts.queue.post(.operatorUnlatched(by: request.by, reason: request.reason))
        parts.log.notice("unlatched by \(request.by): \(request.reason)")
        return try await status()
    }

    func acknowledge(_ request: AcknowledgeRequest) async throws(FacadeFailure) -> IncidentView {
        parts.queue.post(.operatorAcknowledged(incident: request.incident, by: request.by, note: request.note))
        // The engine has taken the event once it answers the next question.
        guard let incident = await openIncident(request.incident) else {
            throw .notFound("no incident \(request.incident) is open; 'defib status' has those that are")
        }
        parts.log.notice("incident \(incident.id) acknowledged by \(request.by): \(request.note)")
        return IncidentView(incident, actions: [])
    }

    // MARK: Rules

    func rules() async throws(FacadeFailure) -> [RuleView] {
        let view = await view()
        let (incidents, actions) = try await scored()
        return view.rules.map { rule in
            RuleView(
                rule,
                mode: view.mode,
                distrust: view.disarmed.first { $0.rule == rule.name },
                score: RuleScore(of: rule, incidents: incidents, actions: actions)
            )
        }
    }

    func judge(_ request: JudgeRequest) async throws(FacadeFailure) -> IncidentView {
        let open = await openIncident(request.incident)
        let kept = try await read { journal throws(JournalError) in try journal.incident(request.incident) }
        guard let incident = open ?? kept else { throw .notFound("the journal has no incident \(request.incident)") }
        parts.queue.post(.operatorJudged(incident, wasRight: request.wasRight, by: request.by))
        parts.log.notice("incident \(incident.id) judged \(request.wasRight ? "right" : "wrong") by \(request.by)")
        return IncidentView(incident, actions: [])
    }

    func trust(_ request: TrustRequest) async throws(FacadeFailure) -> RuleView {
        guard let view = try await rules().first(where: { $0.name == request.rule }) else {
            throw .notFound("there is no rule '\(request.rule)'; 'defib rules' has them")
        }
        guard view.distrust != nil else { throw .conflict("rule '\(request.rule)' is not disarmed") }
        parts.queue.post(.operatorTrusted(rule: request.rule, by: request.by, reason: request.reason))
        parts.log.notice("rule \(request.rule) trusted again by \(request.by): \(request.reason)")
        return try await rules().first { $0.name == request.rule } ?? view
    }

    private func scored() async throws(FacadeFailure) -> ([IncidentRecord], [ActionRecord]) {
        try await read { journal throws(JournalError) in try journal.scored() }
    }
}
