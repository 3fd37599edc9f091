internal import Engine

/// The referee hears what the engine hears, before it does.
extension Referee {
    mutating func hear(_ event: Event, at now: Timestamp) {
        switch event {
        case .observationArrived(let observation): hear(observation)
        case .platformListed(let readings, let startedAt): for reading in readings { hear(reading, startedAt) }
        case .inspectionArrived(_, let vps, .success(let reading)): hear(reading, Layout.guest(vps))
        case .powerAnswered(let action, let outcome): hear(action, outcome)
        case .operatorPaused: watchdog.isPaused = true
        case .operatorResumed: watchdog.isPaused = false
        case .operatorSilenced(let match, let until, _, _): watchdog.silences.append((match, until))
        case .policyReloaded(let policy, let epoch): reload(policy, epoch)
        case .watchdogMeasured(let health): hear(health, at: now)
        case .deliveryEnded(let notification, let receiver, let outcome): post.ended(notification, receiver, outcome)
        case .inspectionArrived, .platformListingFailed, .fleetListed, .operationPolled, .execEnded,
            .operatorClosedIncident,
            .operatorRequestedPower, .operatorEndedSilence, .operatorUnlatched, .operatorJudged, .operatorTrusted,
            .operatorAcknowledged, .noticeChanged, .deadlinePassed:
            break
        }
    }

    private mutating func hear(_ observation: Observation) {
        // Positions mean something under their own configuration alone.
        guard observation.probe.epoch == epoch else { return }
        switch observation.probe.owner {
        case .reference(let index):
            guard references.indices.contains(index), observation.result == .up else { return }
            references[index] = max(references[index], observation.startedAt)
        case .target(let index):
            guard policy.targets.indices.contains(index) else { return }
            let target = policy.targets[index]
            let guest = Layout.guest(target.id)
            known[guest].hear(
                observation,
                of: target.probes[observation.probe.probe],
                address: Setup.address(guest)
            )
        }
    }

    private mutating func hear(_ reading: PlatformReading, _ startedAt: Timestamp) {
        let guest = Layout.guest(reading.id)
        guard known.indices.contains(guest), startedAt >= known[guest].listedAt else { return }
        known[guest].state = reading.powerState
        known[guest].listedAt = startedAt
    }

    private mutating func hear(_ reading: Inspection, _ guest: Int) {
        known[guest].inspection = reading
        let restarts = reading.gates.filter { $0.name == "canRestart" }
        let resets = reading.gates.filter { $0.name == "canReset" }
        let isDenied = restarts.contains { if case .denied = $0.verdict { true } else { false } }
        guard isDenied, !resets.isEmpty, resets.allSatisfy({ $0.verdict == .allowed }) else {
            known[guest].denials = nil
            return
        }
        known[guest].denials = (known[guest].denials?.first ?? reading.startedAt, reading.startedAt)
    }

    private mutating func hear(_ action: Int64, _ outcome: PowerOutcome) {
        guard let position = sends.lastIndex(where: { $0.id == action }) else { return }
        switch outcome {
        case .accepted: sends[position].answer = .accepted
        case .rejected: sends[position].answer = .rejected
        case .unknown: sends[position].answer = .unknown
        }
    }

    private mutating func hear(_ health: WatchdogHealth, at now: Timestamp) {
        watchdog.pauseFile = health.pauseFile
        watchdog.journalFault = health.journalFault != nil
        let isBad =
            health.loopLag > .seconds(1) || health.droppedObservations > 0
            || health.clockJump.milliseconds.magnitude > 2_000
        if isBad { watchdog.distrustedUntil = now + .seconds(60) }
    }

    private mutating func reload(_ policy: Policy, _ epoch: UInt32) {
        self.epoch = epoch
        let before = self.policy.references
        references = policy.references.map { reference in
            before.firstIndex(of: reference).map { references[$0] } ?? .distantPast
        }
        self.policy = policy
        for guest in known.indices { forgetRedefined(guest) }
    }

    /// What a probe was under another definition says nothing.
    private mutating func forgetRedefined(_ guest: Int) {
        guard let target = policy.targets.first(where: { Layout.guest($0.id) == guest }) else {
            known[guest].forget()
            return
        }
        let fingerprints = Set(target.probes.map(\.fingerprint))
        known[guest].probes.removeAll { !fingerprints.contains($0.fingerprint) }
    }
}
