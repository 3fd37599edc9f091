/// Power actions that no incident waits for: an operator's own, and what an earlier life left open. While one is open it
/// keeps every other from its VPS, so it is asked about until it ends.
extension Engine {
    typealias Settling = OperatorRequest.Settling

    /// After this an action that nothing was heard of is no longer waited for.
    static let settlingTime = TimeSpan.minutes(10)

    /// The answer to an action by hand, for the one who asked; its operation is followed from now on.
    mutating func answerRequest(_ action: ActionRecord) {
        for position in requests.indices {
            guard case .settling(var settling) = requests[position].stage, settling.action == action.id else {
                continue
            }
            if let id = requests[position].id { effects.append(.reply(request: id, .sent(action))) }
            requests[position].id = nil
            settling.poll = Engine.poll(action, at: now)
            requests[position].stage = .settling(settling)
            reviewRequests()
            return
        }
    }

    /// Asks about the operation when that is due; nil once nothing is left to wait for.
    mutating func settle(_ request: OperatorRequest, _ settling: Settling) -> OperatorRequest? {
        guard let action = ledger[settling.action], action.state.isOpen else { return nil }
        guard now < settling.until else { return settleAsFailed(action) }
        guard var poll = settling.poll, let due = poll.dueAt, now >= due else { return request }
        effects.append(.pollOperation(action: action.id, poll.operation))
        poll.isAsking = true
        var request = request
        request.stage = .settling(Settling(action: action.id, until: settling.until, poll: poll))
        return request
    }

    /// An operation was read, and is to be read again unless it has ended.
    mutating func noteReading(of action: ActionRecord) {
        for position in requests.indices {
            guard case .settling(var settling) = requests[position].stage, settling.action == action.id else {
                continue
            }
            settling.poll = action.state == .accepted ? settling.poll?.next(after: now) : nil
            requests[position].stage = .settling(settling)
            reviewRequests()
            return
        }
    }

    private mutating func settleAsFailed(_ action: ActionRecord) -> OperatorRequest? {
        var action = action
        action.state = .failed
        action.endedAt = now
        action.detail = "not seen to end within \(Engine.settlingTime)"
        ledger.update(action)
        keep(.action(action))
        return nil
    }

    /// What is open and no open incident awaits would stand in the way of every later action for ever.
    mutating func takeUpLeftovers() {
        let awaited = Set(targets.compactMap { $0.incident?.phase.awaitedAction })
        for action in ledger.actions where action.state.isOpen && !awaited.contains(action.id) {
            leaveToSettle(action)
        }
        reviewRequests()
    }

    mutating func leaveToSettle(_ action: ActionRecord) {
        guard let power = PowerAction(rawValue: action.action) else { return }
        let until = action.intendedAt + Engine.settlingTime
        requests.append(
            OperatorRequest(
                id: nil,
                action: power,
                vps: action.vps,
                by: "",
                overrides: [],
                askedAt: action.intendedAt,
                stage: .settling(Settling(action: action.id, until: until, poll: Engine.poll(action, at: now)))
            )
        )
    }

    private static func poll(_ action: ActionRecord, at now: Timestamp) -> IncidentState.Poll? {
        guard action.state == .accepted else { return nil }
        return action.operation.map { IncidentState.Poll(operation: $0, nextAt: now + firstPoll, count: 0) }
    }
}

extension IncidentState.Phase {
    /// The action whose answer or effect is awaited.
    var awaitedAction: Int64? {
        switch self {
        case .acting(let action, _), .waiting(let action, _), .reconciling(let action, _): action
        case .deciding, .confirming, .surveying, .inspecting, .resting, .handedOver: nil
        }
    }
}

extension IncidentState.Poll {
    /// The next time to ask, ever less often.
    func next(after now: Timestamp) -> IncidentState.Poll {
        var poll = self
        poll.isAsking = false
        poll.count += 1
        poll.nextAt = now + min(Engine.firstPoll * Int64(1 + poll.count / 3), Engine.slowestPoll)
        return poll
    }
}
