internal import Engine

/// The operator, at the command line and at the provider's panel.
extension World {
    mutating func intervene(_ guest: Int, _ fault: Fault) {
        switch fault.kind {
        case .silence:
            let match = Rule.Match(names: [name(of: guest)])
            deliver(.operatorSilenced(match, until: now + fault.lasts, by: "ops", reason: "known"))
        case .close:
            if let incident = referee.openIncident(of: guest) { deliver(.operatorClosedIncident(incident, by: "ops")) }
        case .power: ask(guest, fault.size)
        case .panelPower: atThePanel(guest, fault.size)
        case .dropsTarget:
            var without = policy
            without.targets.removeAll { $0.id == Setup.id(guest) }
            if without.targets.count < policy.targets.count, !without.targets.isEmpty { reload(without) }
        default: break
        }
    }

    private func name(of guest: Int) -> String {
        policy.targets.first { $0.id == Setup.id(guest) }?.name ?? "vps-\(guest + 1)"
    }

    private mutating func ask(_ guest: Int, _ size: Int) {
        requests += 1
        let action: PowerAction = size.isMultiple(of: 2) ? .restart : .reset
        let gates: [Gate] = size.isMultiple(of: 3) ? [.gracefulFirst, .cooldown, .storm] : []
        let overrides = gates.map { GateOverride(gate: $0, reason: "I stand beside it") }
        referee.asked(requests, .init(guest: guest, power: action, overrides: gates))
        deliver(
            .operatorRequestedPower(request: requests, action, vps: Setup.id(guest), by: "ops", overrides: overrides)
        )
    }

    /// Behind our back: the owner uses the provider's own panel.
    private mutating func atThePanel(_ guest: Int, _ size: Int) {
        let action = [PowerAction.reset, .restart, .shutdown, .start][size % 4]
        guard guests[guest].isOn != (action == .start), !provider.isBusy(guest) else { return }
        if action == .shutdown { guests[guest].switchedOffAt = now }
        provider.jobs.append(.init(guest: guest, action: action, ours: nil, acceptedAt: now))
        agenda.enter(.execute(provider.jobs.count - 1), at: now + random.seconds(1...8))
    }

    /// The same configuration with one thing changed.
    func edited(_ choice: Int) -> Policy {
        var edited = policy
        switch choice % 6 {
        case 0: edited.rules[0].ladder[0].wait = edited.rules[0].ladder[0].wait + .seconds(30)
        case 1: edited.limits.fleet = Budget(count: 1, window: .hours(1))
        case 2: edited.targets[0].name = "renamed-\(choice)"
        case 3: edited.targets[0].probes[0].check = .http(HTTPCheck(url: "http://10.0.0.1/other", host: "10.0.0.1"))
        case 4: edited.rules[0].name = "web-\(choice)"
        default: edited.rules[0].mode = .observe
        }
        return edited
    }

    mutating func reload(_ changed: Policy) {
        policy = changed
        layout = Layout(changed)
        guard process.isAlive else { return }
        process.epoch += 1
        story.tell(now, "the configuration is reloaded")
        deliver(.policyReloaded(changed, epoch: process.epoch))
        scheduleProbes()
    }
}
