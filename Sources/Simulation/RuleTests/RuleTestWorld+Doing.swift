internal import Configuration
internal import Engine

/// What becomes of the engine's effects.
extension RuleTestWorld {
    private static let inspectionLatency = TimeSpan.milliseconds(50)
    private static let powerLatency = TimeSpan.milliseconds(80)
    private static let pollLatency = TimeSpan.milliseconds(30)
    private static let deliveryLatency = TimeSpan.milliseconds(5)
    /// As long as a client waits for an answer that is lost.
    private static let deadline = TimeSpan.seconds(15)

    mutating func perform(_ effect: Effect) {
        switch effect {
        case .record, .planProbes: break
        case .probeNow(let addresses):
            for address in addresses { agenda.enter(.probe(address, repeats: false), at: now) }
        case .sweepPlatform: agenda.enter(.sweep(repeats: false), at: now)
        case .inspect(let request, let vps, _): inspect(request, vps)
        case .sendPower(let sealed): send(sealed.action, sealed.power, sealed.vps)
        case .pollOperation(let action, _):
            later(RuleTestWorld.pollLatency, .operationPolled(action: action, operations[action] ?? .completed))
        case .runExec(let action, _, let vps, _, let until): run(action, vps, until: until)
        case .deliver(let notification, let receiver):
            let ended = Event.deliveryEnded(notification: notification.id, receiver: receiver, .delivered)
            later(RuleTestWorld.deliveryLatency, ended)
        case .reply: break
        }
    }

    private func index(of vps: VPSID) -> Int? { test.policy.targets.firstIndex { $0.id == vps } }

    /// The provider has it: whatever the test says this does to the guest begins.
    private mutating func befall(_ action: String, _ target: Int) {
        let nth = guests[target].count(action)
        for (index, reaction) in test.reactions.enumerated() {
            guard reaction.action == action, reaction.target ?? target == target, reaction.nth ?? nth == nth else {
                continue
            }
            agenda.enter(.reaction(index, target: target), at: now + reaction.after)
        }
    }

    // MARK: Power

    private mutating func send(_ id: Int64, _ action: PowerAction, _ vps: VPSID) {
        guard let target = index(of: vps) else { return }
        chronicle.note(.action(action.rawValue), of: test.policy.targets[target].name, at: now)
        let behaviour = behaviour(for: action)
        switch behaviour {
        case .accepted, .lost, .stuck: befall(action.rawValue, target)
        case .vanished, .conflict, .forbidden, .rateLimited, .failing: break
        }
        switch behaviour {
        case .stuck: operations[id] = .underway("running")
        case .failing: operations[id] = .failed("the job failed")
        case .accepted, .lost, .vanished, .conflict, .forbidden, .rateLimited: operations[id] = .completed
        }
        let isLost = behaviour == .lost || behaviour == .vanished
        let delay = isLost ? RuleTestWorld.deadline : RuleTestWorld.powerLatency
        later(delay, .powerAnswered(action: id, RuleTestWorld.outcome(behaviour, id)))
    }

    private func behaviour(for action: PowerAction) -> ProviderScript.PowerBehaviour {
        switch action {
        case .restart: provider.restart
        case .reset: provider.reset
        case .start: provider.start
        case .shutdown, .stop: .forbidden
        }
    }

    private static func outcome(_ behaviour: ProviderScript.PowerBehaviour, _ id: Int64) -> PowerOutcome {
        switch behaviour {
        case .accepted, .stuck, .failing:
            .accepted(Operation(jobID: "job_\(id)", pollPath: "/api/jobs/job_\(id)"), requestID: "req_\(id)")
        case .lost, .vanished: .unknown(ProviderFailure(kind: .transport, message: "no answer within \(deadline)"))
        case .conflict: .rejected(ProviderFailure(kind: .conflict, status: 409, message: "the VPS is busy"))
        case .forbidden: .rejected(ProviderFailure(kind: .forbidden, status: 403, message: "the key may not do that"))
        case .rateLimited: .rejected(ProviderFailure(kind: .rateLimited, status: 429, message: "too many requests"))
        }
    }

    private mutating func run(_ id: Int64, _ vps: VPSID, until: Timestamp) {
        guard let target = index(of: vps) else { return }
        chronicle.note(.action("exec"), of: test.policy.targets[target].name, at: now)
        let outcome: ExecOutcome
        switch provider.exec {
        case .ok:
            befall("exec", target)
            outcome = .exited(exitCode: 0, output: "ok")
        case .fails: outcome = .exited(exitCode: 1, output: "failed")
        case .unavailable: outcome = .unavailable("the guest agent is not running")
        case .lost: return
        }
        later(RuleTestWorld.inspectionLatency, .execEnded(action: id, outcome))
    }

    // MARK: Reads

    private mutating func inspect(_ request: Int64, _ vps: VPSID) {
        guard provider.reads != .silent else { return }
        let result: Result<Inspection, ProviderFailure> =
            provider.reads == .failing
            ? .failure(ProviderFailure(kind: .server, status: 503, message: "the provider is unavailable"))
            : .success(inspection(of: vps))
        later(RuleTestWorld.inspectionLatency, .inspectionArrived(request: request, vps: vps, result))
    }

    private func inspection(of vps: VPSID) -> Inspection {
        let word = index(of: vps).map { guests[$0].platformWord(at: elapsed) }
        let states: [PowerState] = if case .state(let state)? = word { [state] } else { [] }
        return Inspection(
            startedAt: now,
            ids: [provider.reads == .mistaken ? "vps_of_another" : vps.text],
            powerStates: states,
            serviceStatus: provider.service,
            pendingTasks: provider.pendingTasks.map(PendingTasks.busy) ?? .idle,
            maintenance: provider.maintenance.isEmpty ? .none : .pending(provider.maintenance),
            gates: gates()
        )
    }

    private func gates() -> [ActionGate] {
        [
            ("canStart", provider.canStart), ("canRestart", provider.canRestart), ("canReset", provider.canReset),
        ].compactMap { name, behaviour in
            switch behaviour {
            case .allowed: ActionGate(name: name, source: "/status", verdict: .allowed)
            case .denied: ActionGate(name: name, source: "/status", verdict: .denied("not now"))
            case .garbled: ActionGate(name: name, source: "/status", verdict: .undecodable("a number"))
            case .absent: nil
            }
        }
    }

    // MARK: Events of the test

    mutating func perform(_ event: TestEvent) {
        let operatorName = "test"
        switch event.kind {
        case .pause(let reason):
            tell("paused: \(reason)")
            step(.operatorPaused(by: operatorName, reason: reason))
        case .resume:
            tell("resumed")
            step(.operatorResumed(by: operatorName))
        case .silence(let match, let length, let reason):
            tell("\(match.names.first ?? "everything") silenced for \(length): \(reason)")
            step(.operatorSilenced(match, until: now + length, by: operatorName, reason: reason))
        case .unlatch:
            tell("unlatched")
            step(.operatorUnlatched(by: operatorName, reason: operatorName))
        case .close(let target):
            tell("\(test.policy.targets[target].name) closed by hand")
            guard let id = chronicle.openIncident(of: test.policy.targets[target].id) else { return }
            step(.operatorClosedIncident(id, by: operatorName))
        case .crash:
            tell("the daemon is killed and starts again")
            crash()
        case .lag(let span):
            tell("the event loop lagged by \(span)")
            step(.watchdogMeasured(WatchdogHealth(loopLag: span)))
        case .clockJump(let span):
            tell("the wall clock jumped by \(span)")
            step(.watchdogMeasured(WatchdogHealth(clockJump: span)))
        }
    }

    private mutating func tell(_ words: String) {
        chronicle.note(.event(words), of: nil, at: now)
    }
}
