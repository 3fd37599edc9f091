/// What follows the gates' word: the action, a refusal that is tried again, or a person.
extension Engine {

    /// - Parameter inspection: the reading the provider's gates stood on; nil for what asks them nothing.
    mutating func act(_ rung: Rung, _ results: [GateResult], _ inspection: Inspection?, target index: Int) {
        guard var incident = targets[index].incident else { return }
        let before = incident
        let action = ActionRecord(
            id: numbering.nextAction(),
            incident: incident.record.id,
            vps: incident.record.vps,
            name: incident.record.name,
            action: rung.action.description,
            intendedAt: now,
            origin: ActionRecord.origin(rule: incident.rule.name)
        )
        ledger.add(action)
        incident.record.attemptsOfRung += 1
        incident.record.waitUntil = now + rung.wait
        incident.lastActionAt = now
        incident.confirmedBefore = incident.confirmedAt
        incident.despiteOfAction = rung.despite
        incident.confirmedAt = nil
        incident.phase = .acting(action: action.id, until: now + Engine.answerTimeout)
        targets[index].incident = incident
        noteRepair(of: index)
        keep(.action(action))
        keep(.incident(incident.record))
        let sealed = rung.action.power.flatMap { power in
            inspection.map {
                seal(action, power, of: before, target: index, results, $0, sequence: numbering.nextDecisionID)
            }
        }
        decide(
            .act,
            target: index,
            action: action.action,
            "\(action.action): every gate passed",
            gates: results,
            bundle: sealed?.bundle
        )
        send(action, rung, sealed, target: index)
    }

    private mutating func send(_ action: ActionRecord, _ rung: Rung, _ sealed: SealedAction?, target index: Int) {
        if let sealed {
            effects.append(.sendPower(sealed))
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
            incident.note(Briefing.Refusal(action: action, reason: refusal.sentence, at: now))
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
        let pauses = Engine.retryPauses
        let pause = min(max(now - refusedSince, pauses.lowerBound), pauses.upperBound)
        incident.phase = .resting(until: now + pause)
        targets[index].incident = incident
        #if Mutants
            if Mutant.isActive(.refusalEscalates), leaveRung(index, mayRepeat: false) { return }
        #endif
        if isLasting {
            handOver(index, conclusion(of: refusal, results, action: action), isShadow: isShadow(refusal))
        } else if hasLostPatience(incident, since: refusedSince) {
            handOver(index, "\(action) refused for \(incident.rule.patience): \(refusal.sentence)")
        } else {
            keep(.incident(incident.record))
        }
    }

    private func hasLostPatience(_ incident: IncidentState, since moment: Timestamp) -> Bool {
        #if Mutants
            if Mutant.isActive(.patienceEndless) { return false }
        #endif
        return now - moment >= incident.rule.patience
    }

    func conclusion(of refusal: GateResult, _ results: [GateResult], action: String) -> String {
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
        incident.record.pagedAt = isShadow ? nil : now
        incident.phase = .handedOver
        targets[index].incident = incident
        keep(.incident(incident.record))
        decide(.handOver, target: index, action: incident.rung?.action.description, "handed over: \(why)", gates: [])
        tellHandOver(index, why: why, isShadow: isShadow)
    }

    mutating func page(_ rung: Rung, target index: Int) {
        guard var incident = targets[index].incident else { return }
        incident.record.state = .handedOver
        incident.record.conclusion = "the ladder ends with a page"
        incident.record.pagedAt = now
        incident.phase = .handedOver
        targets[index].incident = incident
        keep(.incident(incident.record))
        decide(.handOver, target: index, action: "page", "handed over: the ladder ends with a page", gates: [])
        tell(index, kind: .page, severity: rung.severity, "every rung was tried")
    }
}
