/// An open incident's way up its ladder, one phase at a time.
extension Engine {
    /// Between two tries of a rung that was refused for a reason that can pass: as long as it has been refused already,
    /// within these bounds, so that what passes at once costs little and what lasts asks little of the provider.
    static let retryPauses = TimeSpan.seconds(2)...TimeSpan.seconds(15)
    /// How long the rich reads of a suspect may take.
    static let inspectionTimeout = TimeSpan.seconds(30)
    /// Beyond this without an answer, an action's outcome is unknown; the sender's own deadline is shorter.
    static let answerTimeout = TimeSpan.seconds(90)
    /// Others asked for a sign of life before an action.
    static let surveySize = 50
    /// Between two looks at whether those asked have answered.
    static let surveyPause = TimeSpan.milliseconds(100)

    mutating func climb(_ index: Int) {
        guard !recovers(index) else { return }
        // Each phase hands on to the next at most once a step; the bound is a guard against our own bugs.
        for _ in 0..<8 {
            guard let incident = targets[index].incident, advance(incident, target: index) else { return }
        }
    }

    /// Moves one phase on; false once nothing more can be done now.
    private mutating func advance(_ incident: IncidentState, target index: Int) -> Bool {
        switch incident.phase {
        case .handedOver: return remind(index)
        case .acting, .inspecting: return expire(incident, target: index)
        case .deciding: return takeRung(incident, target: index)
        case .confirming(let confirmation): return judge(confirmation, of: incident, target: index)
        case .surveying(let until):
            guard !needsSurvey(since: survey(of: incident), apartFrom: index) || now >= until else { return false }
            return inspect(target: index)
        case .resting(let until):
            guard now >= until else { return false }
            targets[index].incident?.phase = .deciding
            return true
        case .waiting(let action, let poll): return wait(action, poll, incident, target: index)
        case .reconciling(let action, let state): return reconcile(action, state, incident, target: index)
        }
    }

    /// What was asked and never answered.
    private mutating func expire(_ incident: IncidentState, target index: Int) -> Bool {
        if case .inspecting(let request, let until) = incident.phase, now >= until {
            let failure = ProviderFailure(kind: .transport, message: "no answer within \(Engine.inspectionTimeout)")
            finishInspection(request, .failure(failure), target: index)
            return true
        }
        if case .acting(let action, let until) = incident.phase, now >= until {
            let failure = ProviderFailure(kind: .transport, message: "no answer within \(Engine.answerTimeout)")
            settle(action, .unknown(failure))
        }
        return false
    }
}
