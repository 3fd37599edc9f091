/// An open incident's way up its ladder, one phase at a time.
extension Engine {
    /// Between two tries of a rung that was refused for a reason that can pass.
    static let retryPause = TimeSpan.seconds(15)
    /// How long the rich reads of a suspect may take.
    static let inspectionTimeout = TimeSpan.seconds(30)
    /// Beyond this without an answer, an action's outcome is unknown; the sender's own deadline is shorter.
    static let answerTimeout = TimeSpan.seconds(90)
    /// Others asked for a sign of life before an action.
    static let surveySize = 50

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
        case .handedOver, .acting, .inspecting: return expire(incident, target: index)
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

    // MARK: Recovery

    /// Whether the incident ended, or is on its way to ending and nothing else shall be done meanwhile.
    private mutating func recovers(_ index: Int) -> Bool {
        guard let incident = targets[index].incident else { return true }
        let verdict = incident.bound.recovery.evaluate(sight(of: index, rule: incident.bound))
        guard verdict == .yes else {
            targets[index].incident?.recoverySince = nil
            return false
        }
        let since = incident.recoverySince ?? now
        targets[index].incident?.recoverySince = since
        guard now - since >= incident.rule.recovery.holdFor else {
            // Polls and answers go on; no new rung is taken while the guest seems back.
            return isBetweenRungs(incident.phase)
        }
        recover(index)
        return true
    }

    private func isBetweenRungs(_ phase: IncidentState.Phase) -> Bool {
        switch phase {
        case .deciding, .resting, .confirming, .surveying: true
        case .waiting, .inspecting, .acting, .reconciling, .handedOver: false
        }
    }

    private mutating func recover(_ index: Int) {
        guard var incident = targets[index].incident else { return }
        let last = ledger.actions.last { $0.incident == incident.record.id && $0.state != .rejected }
        incident.record.state = .recovered
        incident.record.endedAt = now
        incident.record.waitUntil = nil
        incident.record.curedBy = last?.action
        incident.record.conclusion =
            last.map { "answers again \((now - $0.intendedAt).brief) after the \($0.action)" }
            ?? "answers again by itself"
        settleLeftovers(of: incident.record.id)
        keep(.incident(incident.record))
        decide(.recovered, target: index, action: last?.action, incident.record.conclusion ?? "", gates: [])
        targets[index].incident = nil
        conclude(incident.record, labels: targets[index].target.labels, kind: .recovered)
    }

    /// A guest that serves again settles what became of the actions on it.
    private mutating func settleLeftovers(of incident: Int64) {
        for action in ledger.actions where action.incident == incident && action.state.isOpen {
            var settled = action
            settled.state = .completed
            settled.endedAt = now
            ledger.update(settled)
            keep(.action(settled))
        }
    }

    // MARK: Taking a rung

    private mutating func takeRung(_ incident: IncidentState, target index: Int) -> Bool {
        guard let rung = incident.rung else {
            handOver(index, "the ladder is climbed to its end")
            return false
        }
        if rung.action == .page {
            page(rung, target: index)
            return false
        }
        let facts = facts(of: incident, rung: rung, target: index)
        guard facts.hold(.confirmed).outcome == .passed else {
            let confirmation = burst(target: index, rule: 0, condition: incident.bound.when)
            targets[index].incident?.phase = .confirming(confirmation)
            return false
        }
        let isStorm = facts.fleet.unresponsive >= facts.fleet.stormThreshold
        guard !isStorm, needsSurvey(since: survey(of: incident), apartFrom: index) else {
            return inspect(target: index)
        }
        let until = startSurvey(since: survey(of: incident), apartFrom: index)
        targets[index].incident?.phase = .surveying(until: until)
        surveyors.append(index)
        return false
    }

    private mutating func judge(_ confirmation: Confirmation, of incident: IncidentState, target index: Int) -> Bool {
        guard isComplete(confirmation, target: index) || now >= confirmation.deadline else { return false }
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
    private mutating func inspect(target index: Int) -> Bool {
        guard let incident = targets[index].incident, let rung = incident.rung else { return true }
        let results = held(
            facts(of: incident, rung: rung, target: index),
            gates: Gate.allCases.filter { !$0.asksProvider }
        )
        if let refusal = firstRefusal(results), !isWorthAsking(refusal, results, rung) {
            refuse(rung, results, target: index)
            return true
        }
        guard rung.action.power != nil else {
            act(rung, results, target: index)
            return false
        }
        let request = numbering.nextInspection()
        targets[index].incident?.phase = .inspecting(request: request, until: now + Engine.inspectionTimeout)
        effects.append(.inspect(request: request, vps: targets[index].target.id, for: rung.action.power))
        return false
    }

    mutating func take(_ result: Result<Inspection, ProviderFailure>, of vps: VPSID, request: Int64) {
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

    private mutating func finishInspection(
        _ request: Int64,
        _ result: Result<Inspection, ProviderFailure>,
        target index: Int
    ) {
        guard let incident = targets[index].incident, let rung = incident.rung else { return }
        var facts = facts(of: incident, rung: rung, target: index)
        facts.inspection = result
        let results = held(facts, gates: Gate.allCases)
        guard firstRefusal(results) != nil else {
            act(rung, results, target: index)
            return
        }
        refuse(rung, results, target: index)
    }

    // MARK: Gates

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
    private func isWorthAsking(_ refusal: GateResult, _ results: [GateResult], _ rung: Rung) -> Bool {
        isShadow(refusal) && rung.action.power != nil && results.count(where: isRefusal) == 1
    }

    /// Observe mode, which refuses for good.
    private func isShadow(_ refusal: GateResult) -> Bool {
        refusal.gate == .armed && !refusal.canPass
    }

    // MARK: Ways out of a rung

    private mutating func act(_ rung: Rung, _ results: [GateResult], target index: Int) {
        guard var incident = targets[index].incident else { return }
        let action = ActionRecord(
            id: numbering.nextAction(),
            incident: incident.record.id,
            vps: incident.record.vps,
            name: incident.record.name,
            action: rung.action.description,
            intendedAt: now,
            origin: "rule \(incident.rule.name)"
        )
        ledger.add(action)
        incident.record.attemptsOfRung += 1
        incident.record.waitUntil = now + rung.wait
        incident.lastActionAt = now
        incident.confirmedAt = nil
        incident.phase = .acting(action: action.id, until: now + Engine.answerTimeout)
        targets[index].incident = incident
        keep(.action(action))
        keep(.incident(incident.record))
        decide(.act, target: index, action: action.action, "\(action.action): every gate passed", gates: results)
        send(action, rung, target: index)
    }

    private mutating func send(_ action: ActionRecord, _ rung: Rung, target index: Int) {
        if let power = rung.action.power {
            effects.append(.sendPower(action: action.id, power, vps: action.vps))
        } else if case .exec(let command) = rung.action {
            let vmid = targets[index].target.vmid
            let until = now + rung.wait
            effects.append(.runExec(action: action.id, command: command, vps: action.vps, vmid: vmid, until: until))
            targets[index].incident?.phase = .acting(action: action.id, until: until)
        }
    }

    mutating func refuse(_ rung: Rung, _ results: [GateResult], target index: Int) {
        guard var incident = targets[index].incident, let refusal = firstRefusal(results) else { return }
        let action = rung.action.description
        let isLasting = !refusal.canPass
        if incident.recordedRefusal != refusal.gate || isLasting {
            incident.recordedRefusal = refusal.gate
            targets[index].incident = incident
            let others = results.filter { isRefusal($0) && $0.gate != .armed }
            if isShadow(refusal), others.isEmpty {
                decide(
                    .wouldAct,
                    target: index,
                    action: action,
                    "would have sent \(action): \(refusal.detail)",
                    gates: results
                )
            } else {
                decide(.refuse, target: index, action: action, refusal.sentence, gates: results)
            }
        }
        let refusedSince = incident.record.refusedSince ?? now
        incident.record.refusedSince = refusedSince
        incident.phase = .resting(until: now + Engine.retryPause)
        targets[index].incident = incident
        if isLasting {
            handOver(index, conclusion(of: refusal, results, action: action), isShadow: isShadow(refusal))
        } else if now - refusedSince >= incident.rule.patience {
            handOver(index, "\(action) refused for \(incident.rule.patience): \(refusal.sentence)")
        } else {
            keep(.incident(incident.record))
        }
    }

    private func conclusion(of refusal: GateResult, _ results: [GateResult], action: String) -> String {
        guard isShadow(refusal) else { return "\(action) refused: \(refusal.sentence)" }
        let others = results.filter { isRefusal($0) && $0.gate != .armed }
        guard !others.isEmpty else { return "would have sent \(action); \(refusal.detail)" }
        let reasons = others.map(\.sentence).joined(separator: "; ")
        return "would not have sent \(action) even if armed: \(reasons)"
    }

    mutating func handOver(_ index: Int, _ why: String, isShadow: Bool = false) {
        guard var incident = targets[index].incident else { return }
        incident.record.state = .handedOver
        incident.record.conclusion = why
        incident.record.waitUntil = nil
        incident.phase = .handedOver
        targets[index].incident = incident
        keep(.incident(incident.record))
        decide(.handOver, target: index, action: incident.rung?.action.description, "handed over: \(why)", gates: [])
        tellHandOver(index, why: why, isShadow: isShadow)
    }

    private mutating func page(_ rung: Rung, target index: Int) {
        guard var incident = targets[index].incident else { return }
        incident.record.state = .handedOver
        incident.record.conclusion = "the ladder ends with a page"
        incident.phase = .handedOver
        targets[index].incident = incident
        keep(.incident(incident.record))
        decide(.handOver, target: index, action: "page", "handed over: the ladder ends with a page", gates: [])
        tell(index, kind: .page, severity: rung.severity, "is still down; every rung was tried")
    }
}

extension GateResult {
    /// As people read it: `noSignOfLife: echo seen 4s ago, within 1m`.
    var sentence: String { "\(gate.rawValue): \(detail)" }
}
