/// Power by hand, held to the same gates as the ladder's.
extension Engine {
    mutating func takeRequest(_ id: Int64, _ action: PowerAction, vps: VPSID, by: String, overrides: [GateOverride]) {
        guard let index = indexByVPS[vps], let rule = targets[index].handRule else {
            effects.append(.reply(request: id, .notPossible("'\(vps)' is not a configured target")))
            return
        }
        guard Rung.Action(action) != nil else {
            effects.append(.reply(request: id, .notPossible("only start, restart and reset can be asked for")))
            return
        }
        let confirmation = burst(target: index, rule: 0, for: rule)
        requests.append(
            OperatorRequest(
                id: id,
                action: action,
                vps: vps,
                by: by,
                overrides: overrides,
                askedAt: now,
                stage: .confirming(confirmation)
            )
        )
        reviewRequests()
    }

    mutating func reviewRequests() {
        let current = requests
        requests = []
        requests = current.compactMap { advance($0) } + requests
        deadlines.set(requestsKey, requests.map(\.deadline).min().map { max($0, now + .milliseconds(1)) })
    }

    /// One request a stage on; nil once it is answered.
    private mutating func advance(_ request: OperatorRequest) -> OperatorRequest? {
        guard let index = indexByVPS[request.vps] else { return nil }
        var request = request
        switch request.stage {
        case .confirming(let confirmation):
            guard isComplete(confirmation, target: index) || now >= confirmation.deadline else { return request }
            if !targets[index].answered(since: confirmation.startedAt - .milliseconds(1)) {
                request.confirmedAt = confirmation.startedAt
            }
            guard needsSurvey(since: request.askedAt, apartFrom: index) else { return inspect(request) }
            request.stage = .surveying(until: startSurvey(since: request.askedAt, apartFrom: index))
            return request
        case .surveying(let until):
            guard !needsSurvey(since: request.askedAt, apartFrom: index) || now >= until else { return request }
            return inspect(request)
        case .inspecting(_, let until):
            guard now >= until else { return request }
            let failure = ProviderFailure(kind: .transport, message: "no answer within \(Engine.inspectionTimeout)")
            return judge(request, .failure(failure), target: index)
        case .settling(let settling): return settle(request, settling)
        }
    }

    private mutating func inspect(_ request: OperatorRequest) -> OperatorRequest {
        var request = request
        let inspection = numbering.nextInspection()
        request.stage = .inspecting(request: inspection, until: now + Engine.inspectionTimeout)
        effects.append(.inspect(request: inspection, vps: request.vps, for: request.action))
        return request
    }

    /// Whether the reading was for an operator's request.
    mutating func takeForRequest(_ result: Result<Inspection, ProviderFailure>, request id: Int64) -> Bool {
        for position in requests.indices {
            guard case .inspecting(id, _) = requests[position].stage else { continue }
            let request = requests.remove(at: position)
            guard let index = indexByVPS[request.vps] else { return true }
            if let next = judge(request, result, target: index) { requests.append(next) }
            reviewRequests()
            return true
        }
        return false
    }

    private mutating func judge(
        _ request: OperatorRequest,
        _ inspection: Result<Inspection, ProviderFailure>,
        target index: Int
    ) -> OperatorRequest? {
        guard let rung = Rung.Action(request.action), let rule = targets[index].handRule else { return nil }
        var facts = facts(of: request.stand(in: targets[index], bound: rule), rung: Rung(action: rung), target: index)
        facts.inspection = inspection
        let results = held(facts, gates: Gate.allCases).map(request.overriding)
        guard firstRefusal(results) == nil else {
            decide(
                .refuse,
                target: index,
                action: request.action.rawValue,
                "asked for by \(request.by)",
                gates: results
            )
            effects.append(.reply(request: request.id ?? 0, .refused(results)))
            return nil
        }
        let stand = request.stand(in: targets[index], bound: rule)
        // An operator who overrides the provider's gates acts without a reading.
        let reading = (try? inspection.get()) ?? Inspection(startedAt: now)
        return send(request, results, of: stand, reading, target: index)
    }

    private mutating func send(
        _ request: OperatorRequest,
        _ results: [GateResult],
        of stand: IncidentState,
        _ inspection: Inspection,
        target index: Int
    ) -> OperatorRequest {
        var request = request
        let reasons = request.overrides.map { "override \($0.gate.rawValue): \($0.reason)" }
        let action = ActionRecord(
            id: numbering.nextAction(),
            incident: targets[index].incident?.record.id,
            vps: request.vps,
            name: targets[index].target.name,
            action: request.action.rawValue,
            intendedAt: now,
            origin: ActionRecord.origin(operator: request.by, reasons)
        )
        ledger.add(action)
        targets[index].incident?.lastActionAt = now
        noteRepair(of: index)
        keep(.action(action))
        let sealed = seal(
            action,
            request.action,
            of: stand,
            target: index,
            results,
            inspection,
            sequence: numbering.nextDecisionID,
            by: request
        )
        decide(
            .act,
            target: index,
            action: action.action,
            "asked for by \(request.by)",
            gates: results,
            bundle: sealed.bundle
        )
        effects.append(.sendPower(sealed))
        request.stage = .settling(Settling(action: action.id, until: now + Engine.settlingTime))
        return request
    }

    /// At a reload: readings under way belong to the old configuration, open actions are still settled.
    mutating func dropRequests() {
        let current = requests
        requests = []
        for request in current {
            if case .settling = request.stage, indexByVPS[request.vps] != nil {
                requests.append(request)
            } else if let id = request.id {
                effects.append(.reply(request: id, .notPossible("the configuration was reloaded meanwhile; ask again")))
            }
        }
        reviewRequests()
    }
}
