internal import Engine

/// What the engine asks for, done.
extension World {
    mutating func perform(_ effect: Effect) {
        switch effect {
        // What is watched changes here by a reload alone, which plans by itself.
        case .record, .planProbes: break
        case .probeNow(let addresses): for address in addresses { probeNow(address) }
        case .sweepPlatform: sweep(repeats: false)
        case .inspect(let request, let vps, _): inspect(request, vps)
        case .sendPower(let sealed):
            let guest = Layout.guest(sealed.vps)
            referee.judge(sealed.action, sealed.power, guest, world: snapshot(of: guest), at: now)
            sendPower(sealed.action, sealed.power, sealed.vps)
        case .pollOperation(let action, _): poll(action)
        case .runExec(let action, _, let vps, _, _): runExec(action, vps)
        case .deliver(let notification, let receiver): deliver(notification, to: receiver)
        case .reply(let request, let reply): story.tell(now, "request \(request): \(reply.inShort)")
        }
    }

    private mutating func probeNow(_ address: ProbeAddress) {
        guard address.epoch == process.epoch else { return }
        let due = Due.probe(
            owner: address.owner,
            probe: address.probe,
            epoch: address.epoch,
            life: process.life,
            repeats: false
        )
        agenda.enter(due, at: now)
    }

    /// The truth that the referee may hold against an action.
    private func snapshot(of guest: Int) -> Truths {
        Truths(
            condition: guests[guest].condition,
            switchedOffAt: guests[guest].switchedOffAt,
            isLiedAbout: conditions.isOn(.saysRunning),
            isBusyWithOurs: provider.jobs.contains { $0.guest == guest && $0.ours != nil && $0.state == .underway }
                && !conditions.isOn(.noTasks)
        )
    }

    private mutating func deliver(_ notification: Notification, to receiver: String) {
        tally.deliveries += 1
        let outcome: DeliveryOutcome
        if conditions.isOn(.receiverDown), random.chance(80) {
            outcome = .failed("connection refused", retryAfter: nil)
        } else {
            outcome = .delivered
            referee.delivered(notification, to: receiver, at: now)
        }
        later(
            .milliseconds(Int64(random.int(5...900))),
            .deliveryEnded(notification: notification.id, receiver: receiver, outcome)
        )
    }

    mutating func tell(_ record: Record) {
        switch record {
        case .decision(let decision):
            story.tell(now, "\(decision.name): \(decision.verdict.rawValue): \(decision.summary)")
        case .incident(let incident):
            if incident.state == .open, incident.rung == 0, incident.openedAt == now { tally.incidents += 1 }
            if incident.state == .recovered, incident.curedBy != nil, let ended = incident.endedAt {
                tally.recoveries.append((ended - incident.firstFailureAt).milliseconds)
            }
        case .action(let action):
            story.tell(now, "action #\(action.id), \(action.action) of \(action.name), is \(action.state.rawValue)")
        case .proof, .notification, .pause, .silence, .latch, .boot, .trust, .discovery: break
        }
    }
}

extension OperatorReply {
    fileprivate var inShort: String {
        switch self {
        case .sent(let action): "\(action.action) sent"
        case .refused(let gates):
            "refused by " + gates.filter { $0.outcome == .refused }.map(\.gate.rawValue).joined(separator: ", ")
        case .notPossible(let why): why
        }
    }
}
