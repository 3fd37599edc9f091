/// What became of an action, by the provider's answer, its operation or the agent.
extension Engine {
    static let firstPoll = TimeSpan.seconds(2)
    static let slowestPoll = TimeSpan.seconds(15)

    mutating func settle(_ id: Int64, _ outcome: PowerOutcome) {
        guard var action = ledger[id], action.state == .intended || action.state == .outcomeUnknown else { return }
        action.answeredAt = now
        switch outcome {
        case .accepted(let operation, let requestID):
            action.state = .accepted
            action.operation = operation
            action.requestID = requestID
        case .rejected(let failure):
            action.state = .rejected
            action.requestID = failure.requestID
            action.detail = failure.description
        case .unknown(let failure):
            action.state = .outcomeUnknown
            action.requestID = failure.requestID
            action.detail = failure.description
        }
        ledger.update(action)
        keep(.action(action))
        answerRequest(action)
        guard let index = owner(of: action) else { return }
        proceed(after: outcome, action, target: index)
        review(index)
    }

    /// The target whose incident awaits this very action.
    private func owner(of action: ActionRecord) -> Int? {
        guard let index = indexByVPS[action.vps], let incident = targets[index].incident,
            incident.record.id == action.incident
        else { return nil }
        return index
    }

    private mutating func proceed(after outcome: PowerOutcome, _ action: ActionRecord, target index: Int) {
        guard var incident = targets[index].incident, let rung = incident.rung, incident.isBusy(with: action.id) else {
            return
        }
        switch outcome {
        case .accepted(let operation, _):
            incident.record.waitUntil = now + rung.wait
            incident.forgetRefusals()
            let poll = operation.map { IncidentState.Poll(operation: $0, nextAt: now + Engine.firstPoll, count: 0) }
            incident.phase = .waiting(action: action.id, poll: poll)
            targets[index].incident = incident
            keep(.incident(incident.record))
            tellSent(index, action: action, wait: rung.wait)
        case .rejected(let failure):
            incident.record.attemptsOfRung -= 1
            incident.record.waitUntil = nil
            incident.phase = .deciding
            targets[index].incident = incident
            refuseRejected(failure, rung, target: index)
        case .unknown(let failure):
            incident.record.waitUntil = action.intendedAt + rung.wait
            incident.forgetRefusals()
            incident.phase = .waiting(action: action.id, poll: nil)
            targets[index].incident = incident
            keep(.incident(incident.record))
            tellUnknown(index, action: action, why: failure.description)
        }
    }

    /// The provider shows that it did not take the action: never a reason to escalate.
    private mutating func refuseRejected(_ failure: ProviderFailure, _ rung: Rung, target index: Int) {
        let canPass: Bool
        switch failure.kind {
        case .conflict, .rateLimited, .transport, .server: canPass = true
        case .unauthorized, .forbidden, .notFound, .unexpectedStatus, .undecodable, .refusedByChecker:
            canPass = false
        }
        let detail = failure.kind == .refusedByChecker ? "\(failure)" : "the provider did not take it: \(failure)"
        refuse(
            rung,
            [GateResult(gate: .capability, outcome: .refused, detail: detail, canPass: canPass)],
            target: index
        )
    }

    mutating func settle(_ id: Int64, _ reading: OperationReading) {
        guard var action = ledger[id], action.state == .accepted else { return }
        switch reading {
        case .underway: break
        case .completed: action.state = .completed
        case .failed(let why):
            action.state = .failed
            action.detail = why
        case .indeterminate(let why):
            action.state = .outcomeUnknown
            action.detail = why
        }
        if action.state != .accepted {
            action.endedAt = now
            ledger.update(action)
            keep(.action(action))
        }
        noteReading(of: action)
        guard let index = owner(of: action), case .waiting(id, let poll?) = targets[index].incident?.phase else {
            return
        }
        let next = action.state == .accepted ? poll.next(after: now) : nil
        targets[index].incident?.phase = .waiting(action: id, poll: next)
        review(index)
    }

    mutating func settle(_ id: Int64, _ outcome: ExecOutcome) {
        guard var action = ledger[id], action.state == .intended else { return }
        action.answeredAt = now
        action.endedAt = now
        switch outcome {
        case .exited(let code, let output):
            action.state = code == 0 ? .completed : .failed
            action.detail = "exit code \(code.map(String.init) ?? "unknown"): \(output)"
        case .unavailable(let why), .unknown(let why):
            action.state = .failed
            action.detail = why
        case .rejected(let failure):
            action.state = .rejected
            action.detail = failure.description
        }
        ledger.update(action)
        keep(.action(action))
        guard let index = owner(of: action), targets[index].incident?.isBusy(with: id) == true else { return }
        targets[index].incident?.phase = .waiting(action: id, poll: nil)
        tellExec(index, action: action)
        review(index)
    }
}

extension IncidentState {
    /// An action got through: patience starts anew.
    fileprivate mutating func forgetRefusals() {
        record.refusedSince = nil
        recordedRefusal = nil
    }

    /// Whether it awaits the answer or the effect of this action.
    func isBusy(with action: Int64) -> Bool { phase.awaitedAction == action }
}
