/// From observations to an incident: conditions, how long they hold, and the confirmation.
extension Engine {
    /// How long after a confirmation that did not agree the next one is made.
    static let confirmationPause = TimeSpan.seconds(10)
    /// A lost result holds a confirmation no longer than this beyond its probes' timeouts.
    static let confirmationSlack = TimeSpan.seconds(2)
    /// Results after which a probe that was never up is told of.
    static let unprovenRounds = 3

    mutating func take(_ observation: Observation) {
        guard observation.probe.epoch == epoch else { return }
        switch observation.probe.owner {
        case .reference(let index):
            guard references.indices.contains(index) else { return }
            _ = references[index].take(observation)
        case .target(let index):
            guard targets.indices.contains(index), targets[index].probes.indices.contains(observation.probe.probe)
            else { return }
            take(observation, target: index)
        }
    }

    private mutating func take(_ observation: Observation, target index: Int) {
        let probe = observation.probe.probe
        let before = targets[index].probes[probe].latestState
        let isProof = targets[index].probes[probe].take(observation)
        answers.note(targets[index].latestAnswer, of: index)
        if labelTallies.isUsed { labelTallies.note(targets[index], index, at: now) }
        let state = observation.result.state
        if before == .down || state == .down { noteFailing(index) }
        noteSigns(observation, target: index)
        if let id = observation.measures.bootID { noteBootID(id, at: observation.startedAt, target: index) }
        if isProof { keepProof(of: probe, target: index) }
        noteUnproven(probe, target: index)
        if targets[index].hasIncident, targets[index].incident?.lastActionAt != nil {
            noteLateNews(observation, target: index)
        }
        // The common case costs nothing more: up as before, with nothing under way.
        if state == .up, before == .up, targets[index].isQuiet { return }
        review(index)
    }

    /// The fleet's count moves only where a probe fails, or did until now.
    private mutating func noteFailing(_ index: Int) {
        tally.note(index, failsUntil: targets[index].failsUntil, at: now)
        watchForStorms()
    }

    /// Only what came from the target's own address proves that its kernel lives; a CDN's answer does not.
    private mutating func noteSigns(_ observation: Observation, target index: Int) {
        let counted = countedSigns(of: observation, target: index)
        guard !counted.isEmpty else { return }
        let before = targets[index].hasIncident ? targets[index].signs.latest?.at : nil
        targets[index].signs.note(counted, at: observation.endedAt)
        guard targets[index].hasIncident else { return }
        noteAwakening(at: observation.endedAt, lastSignAt: before, target: index)
    }

    func countedSigns(of observation: Observation, target index: Int) -> SignsOfLife {
        guard !observation.signs.isEmpty, let remote = observation.remote,
            targets[index].ownAddresses.contains(remote)
        else { return observation.signs.intersection(.agent) }
        return observation.signs
    }

    private mutating func keepProof(of probe: Int, target index: Int) {
        let track = targets[index].probes[probe]
        let record = ProofRecord(
            vps: targets[index].target.id,
            probe: track.definition.name,
            fingerprint: track.fingerprint,
            at: now
        )
        histories.keep(record)
        keep(.proof(record))
    }

    private mutating func noteUnproven(_ probe: Int, target index: Int) {
        guard !targets[index].probes[probe].isProven, !targets[index].probes[probe].saidUnproven,
            targets[index].probes[probe].rounds >= Engine.unprovenRounds
        else { return }
        targets[index].probes[probe].saidUnproven = true
        let track = targets[index].probes[probe]
        let reason = track.latest?.result.reason.map { ": \($0)" } ?? ""
        note(
            target: index,
            "probe \(track.definition.name) has never been up since it was defined; until it is, it counts for nothing\(reason)"
        )
    }

    mutating func take(_ readings: [PlatformReading], startedAt: Timestamp) {
        isListingFailing = false
        for reading in readings {
            guard let index = indexByVPS[reading.id] else { continue }
            if let known = targets[index].platform, known.startedAt > startedAt { continue }
            noteState(reading, startedAt: startedAt, target: index)
            targets[index].platform = PlatformTrack(
                powerState: reading.powerState,
                primaryIP: reading.primaryIP,
                startedAt: startedAt
            )
            if let address = reading.primaryIP, !targets[index].ownAddresses.contains(address) {
                targets[index].ownAddresses.append(address)
            }
            review(index)
        }
    }

    /// One target without an incident.
    mutating func watch(_ index: Int) {
        if let confirmation = targets[index].confirmation {
            judge(confirmation, target: index)
            return
        }
        for rule in targets[index].rules.indices {
            // Judged where it lies: a copy of a rule costs more than its judgement.
            let verdict = targets[index].rules[rule].when.evaluate(sight(of: index, rule: rule))
            let tolerance = longestInterval(of: rule, target: index) * 2
            if !targets[index].rules[rule].isSettled(by: verdict) {
                targets[index].rules[rule].note(verdict, at: now, tolerance: tolerance)
            }
            if verdict == .unknown { fetchWhatLacks(ofRule: rule, target: index) }
            if verdict == .yes, targets[index].rules[rule].isDue(at: now), now >= targets[index].nextConfirmationAt {
                confirm(rule, target: index)
                return
            }
        }
    }

    /// When a target without an incident next needs a look though nothing arrives.
    func watchDeadline(_ index: Int) -> Timestamp? {
        if let confirmation = targets[index].confirmation { return confirmation.deadline }
        var earliest: Timestamp?
        for rule in targets[index].rules.indices {
            guard let since = targets[index].rules[rule].trueSince else { continue }
            let due = max(since + targets[index].rules[rule].rule.holdFor, targets[index].nextConfirmationAt)
            // One that is due and still not taken waits for the next observation.
            if due > now { earliest = min(earliest ?? due, due) }
        }
        return earliest
    }

    private mutating func confirm(_ rule: Int, target index: Int) {
        targets[index].confirmation = burst(target: index, rule: rule, for: targets[index].rules[rule])
    }

    /// Starts a burst: every probe that asks the guest itself, and whatever else the rule's conditions name.
    mutating func burst(target index: Int, rule: Int, for bound: BoundRule) -> Confirmation {
        var probes = targets[index].directProbes
        let agent = bound.namesAgent ? targets[index].agentProbe : nil
        for probe in bound.probesOfAll + [agent].compactMap(\.self) where !probes.contains(probe) {
            probes.append(probe)
        }
        let longest = probes.map { targets[index].probes[$0].definition.timeout }.max() ?? .zero
        if !probes.isEmpty {
            effects.append(.probeNow(probes.map { ProbeAddress(owner: .target(index), probe: $0, epoch: epoch) }))
        }
        // A probe already under way ends first, so two timeouts may pass.
        let deadline = now + longest * 2 + Engine.confirmationSlack
        return Confirmation(rule: rule, startedAt: now, deadline: deadline, probes: probes)
    }

    func isComplete(_ confirmation: Confirmation, target index: Int) -> Bool {
        confirmation.probes.allSatisfy { probe in
            targets[index].probes[probe].latestStart >= confirmation.startedAt
        }
    }

    private mutating func judge(_ confirmation: Confirmation, target index: Int) {
        guard isComplete(confirmation, target: index) || now >= confirmation.deadline else { return }
        targets[index].confirmation = nil
        let rule = targets[index].rules[confirmation.rule]
        var sight = sight(of: index, rule: rule)
        sight.notBefore = confirmation.startedAt
        switch rule.when.evaluate(sight) {
        case .yes:
            open(confirmation, target: index)
        case .no:
            targets[index].rules[confirmation.rule].note(.no, at: now, tolerance: .zero)
        case .unknown:
            targets[index].nextConfirmationAt = now + Engine.confirmationPause
        }
    }

    private mutating func open(_ confirmation: Confirmation, target index: Int) {
        let rule = targets[index].rules[confirmation.rule]
        let target = targets[index].target
        var record = IncidentRecord(
            id: numbering.nextIncident(),
            vps: target.id,
            name: target.name,
            rule: rule.rule.name,
            firstFailureAt: targets[index].failingSince(at: now) ?? rule.trueSince ?? now,
            openedAt: now
        )
        record.wording = rule.rule
        record.ruleFingerprint = rule.rule.fingerprint
        record.isShadow = isShadow(rule.rule, target)
        record.graceOfLadder = rule.rule.graceOfLadder
        record.diagnosis = diagnosis(of: index)
        var incident = IncidentState(record: record, bound: rule, phase: .deciding)
        incident.confirmedAt = confirmation.startedAt
        targets[index].incident = incident
        keep(.incident(record))
        let held = rule.trueSince.map { now - $0 } ?? .zero
        decide(
            .incidentOpened,
            target: index,
            action: nil,
            "\(rule.rule.when.text) held for \(held.brief), and a burst of probes agreed",
            gates: []
        )
        for other in targets[index].rules.indices { targets[index].rules[other].trueSince = nil }
        tellOpened(index, held: held)
        if let flapping = flapping(of: index) {
            handOver(index, flapping)
            return
        }
        climb(index)
    }

    /// Whether the modes forbid every action, so that the incident only counts for the rule's score.
    func isShadow(_ rule: Rule, _ target: Target) -> Bool {
        policy.mode == .observe || target.mode == .observe || rule.mode == .observe || target.isThisMachine
            || distrust(of: rule) != nil
    }

    /// Why a target that went down so often is not acted upon again; nil where it did not. The incident just opened counts.
    private mutating func flapping(of index: Int) -> String? {
        targets[index].earlierIncidents.removeAll { now - $0 > Recovered.incidentsBack }
        defer { targets[index].earlierIncidents.append(now) }
        guard let guardrail = targets[index].incident?.rule.flaps else { return nil }
        let count = targets[index].earlierIncidents.count { now - $0 < guardrail.window }
        guard count >= guardrail.count else { return nil }
        return "flapping: it went down \(count + 1) times in \(guardrail.window), and came back each time before"
    }
}
