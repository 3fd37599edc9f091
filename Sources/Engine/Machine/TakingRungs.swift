/// From a rung that is due to the gates' word: a fresh burst, others heard, the provider asked.
extension Engine {
    mutating func takeRung(_ incident: IncidentState, target index: Int) -> Bool {
        guard let rung = incident.rung else {
            handOver(index, "the ladder is climbed to its end")
            return false
        }
        // A page without a condition of its own needs no fresh burst.
        if rung.action == .page, rung.when == nil {
            page(rung, target: index)
            return false
        }
        let facts = facts(of: incident, rung: rung, target: index)
        guard facts.hold(.confirmed).outcome == .passed else {
            let confirmation = burst(target: index, rule: 0, for: incident.bound)
            targets[index].incident?.phase = .confirming(confirmation)
            return false
        }
        switch condition(of: rung, incident, target: index) {
        case .yes: return enter(rung, facts, incident, target: index)
        case .no: return skip(rung, target: index)
        case .unknown:
            refuseUnknown(rung, target: index)
            return false
        }
    }

    /// The rung is the one to take: others are heard first, unless there is a storm already.
    private mutating func enter(_ rung: Rung, _ facts: Facts, _ incident: IncidentState, target index: Int) -> Bool {
        if rung.action == .page {
            page(rung, target: index)
            return false
        }
        guard !facts.fleet.isStorm, needsSurvey(since: survey(of: incident), apartFrom: index) else {
            return inspect(target: index)
        }
        let until = startSurvey(since: survey(of: incident), apartFrom: index)
        targets[index].incident?.phase = .surveying(until: until)
        surveyors.append(index)
        return false
    }

    /// Whether the rung's own condition holds, by what the confirming burst showed.
    private mutating func condition(of rung: Rung, _ incident: IncidentState, target index: Int) -> Truth {
        guard let condition = incident.bound.rungs[incident.record.rung] else { return .yes }
        var sight = sight(of: index, rule: incident.bound)
        sight.notBefore = incident.confirmedAt ?? now
        let verdict = condition.evaluate(sight)
        if verdict == .unknown { fetchWhatLacks(condition, sight, target: index) }
        return verdict
    }

    private mutating func skip(_ rung: Rung, target index: Int) -> Bool {
        note(target: index, "\(rung.action) skipped: \(rung.when?.text ?? "") is false in a fresh burst")
        let confirmedAt = targets[index].incident?.confirmedAt
        _ = leaveRung(index, mayRepeat: false)
        // Nothing was done since: the burst stands for the next rung as well.
        targets[index].incident?.confirmedAt = confirmedAt
        return true
    }

    private mutating func refuseUnknown(_ rung: Rung, target index: Int) {
        targets[index].incident?.confirmedAt = nil
        let detail = "\(rung.when?.text ?? "") is unknown in a fresh burst"
        refuse(rung, [GateResult(gate: .confirmed, outcome: .refused, detail: detail)], target: index)
    }

    mutating func judge(_ confirmation: Confirmation, of incident: IncidentState, target index: Int) -> Bool {
        guard isComplete(confirmation, target: index) || now >= confirmation.deadline else { return false }
        noteDiagnosis(of: index)
        var sight = sight(of: index, rule: incident.bound)
        sight.notBefore = confirmation.startedAt
        let verdict = incident.bound.when.evaluate(sight)
        if verdict == .yes {
            targets[index].incident?.confirmedAt = confirmation.startedAt
            targets[index].incident?.phase = .deciding
            return true
        }
        targets[index].incident?.confirmedAt = nil
        guard let rung = incident.rung else { return false }
        let detail = "\(incident.rule.when.text) is \(verdict.rawValue) in a fresh burst"
        let result = GateResult(gate: .confirmed, outcome: .refused, detail: detail, canPass: true)
        refuse(rung, [result], target: index)
        return true
    }

    /// The local gates are held; the provider is asked only if they leave anything to ask for.
    mutating func inspect(target index: Int) -> Bool {
        guard let incident = targets[index].incident, let rung = incident.rung else { return true }
        let facts = facts(of: incident, rung: rung, target: index)
        noteStorm(facts.fleet)
        let results = held(facts, gates: Gate.allCases.filter { !$0.asksProvider })
        if let refusal = firstRefusal(results), !isWorthAsking(refusal, results, rung) {
            refuse(rung, results, target: index)
            return true
        }
        guard rung.action.power != nil else {
            act(rung, results, nil, target: index)
            return false
        }
        let request = numbering.nextInspection()
        targets[index].incident?.phase = .inspecting(request: request, until: now + Engine.inspectionTimeout)
        effects.append(.inspect(request: request, vps: targets[index].target.id, for: rung.action.power))
        return false
    }

    mutating func take(_ result: Result<Inspection, ProviderFailure>, of vps: VPSID, request: Int64) {
        noteUptime(result, of: vps)
        if takeForRequest(result, request: request) { return }
        guard let index = indexByVPS[vps], let incident = targets[index].incident else { return }
        switch incident.phase {
        case .inspecting(request, _): finishInspection(request, result, target: index)
        case .reconciling(let action, let state) where state.request == request:
            finishReconciliationRead(result, action: action, state, target: index)
        default: return
        }
        review(index)
    }

    mutating func finishInspection(
        _ request: Int64,
        _ result: Result<Inspection, ProviderFailure>,
        target index: Int
    ) {
        guard let incident = targets[index].incident, let rung = incident.rung else { return }
        var facts = facts(of: incident, rung: rung, target: index)
        facts.inspection = result
        let results = held(facts, gates: Gate.allCases)
        if case .success(let reading) = result, firstRefusal(results) == nil {
            act(rung, results, reading, target: index)
            return
        }
        if goesAroundRestart(result, results, target: index) { return }
        refuse(rung, results, target: index)
    }

    /// Holds gates in order, all of them even after a refusal, for the evidence; the others are not reached.
    func held(_ facts: Facts, gates: [Gate]) -> [GateResult] {
        let results = gates.map(facts.hold)
        let unheld = Gate.allCases.filter { !gates.contains($0) }
        return results + unheld.map { GateResult(gate: $0, outcome: .notReached, detail: "") }
    }

    func firstRefusal(_ results: [GateResult]) -> GateResult? {
        results.first(where: isRefusal)
    }

    func isRefusal(_ result: GateResult) -> Bool { result.outcome == .refused }

    /// Whether the provider is asked though a gate refused: in observe mode, to tell what would have been done.
    func isWorthAsking(_ refusal: GateResult, _ results: [GateResult], _ rung: Rung) -> Bool {
        isShadow(refusal) && rung.action.power != nil && results.count(where: isRefusal) == 1
    }

    /// Observe mode, which refuses for good.
    func isShadow(_ refusal: GateResult) -> Bool {
        refusal.gate == .armed && !refusal.canPass
    }
}

extension GateResult {
    /// As people read it: `noSignOfLife: echo seen 4s ago, within 1m`.
    var sentence: String { "\(gate.rawValue): \(detail)" }
}
