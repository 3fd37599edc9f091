internal import Engine

/// Probes ask guests through the network.
extension World {
    mutating func probe(_ owner: ProbeAddress.Owner, _ probe: Int, repeats: Bool) {
        guard let asked = asked(owner, probe) else { return }
        if repeats {
            let due = Due.probe(owner: owner, probe: probe, epoch: process.epoch, life: process.life, repeats: true)
            agenda.enter(due, at: now + asked.probe.interval)
        }
        let answer = answer(owner, asked.probe, asked.guest)
        if conditions.isOn(.drops), random.chance(20) {
            process.dropped += 1
            return
        }
        tally.observations += 1
        let address = ProbeAddress(owner: owner, probe: probe, epoch: process.epoch)
        let took = answer.isSilence ? asked.probe.timeout : roundTrip(asked.probe.timeout)
        guard !answer.isSilence, repeats else {
            later(took, .observationArrived(observation(address, answer, from: now, took)))
            return
        }
        // In the common case the turn stands for the answer's arrival, which spares the agenda an entry.
        deliver(.observationArrived(observation(address, answer, from: now - took, took)))
    }

    private func asked(_ owner: ProbeAddress.Owner, _ probe: Int) -> (probe: Layout.Probe, guest: Int?)? {
        switch owner {
        case .reference(let index):
            return layout.references.indices.contains(index) ? (layout.references[index], nil) : nil
        case .target(let index):
            guard layout.probes.indices.contains(index), layout.probes[index].indices.contains(probe) else {
                return nil
            }
            return (layout.probes[index][probe], layout.guests[index])
        }
    }

    private mutating func roundTrip(_ timeout: TimeSpan) -> TimeSpan {
        let usual = TimeSpan.milliseconds(Int64(random.int(1...30)))
        guard conditions.isOn(.latency) else { return usual }
        return min(usual + .milliseconds(Int64(random.int(0...2_000))), timeout)
    }

    private func observation(_ address: ProbeAddress, _ answer: Answer, from start: Timestamp, _ took: TimeSpan)
        -> Observation
    {
        var measures = Measures()
        measures.httpStatus = answer.status
        measures.bootID = answer.bootID
        measures.duration = UInt32(truncatingIfNeeded: took.milliseconds * 1_000)
        return Observation(
            probe: address,
            startedAt: start,
            endedAt: start + took,
            result: answer.result,
            signs: answer.signs,
            remote: answer.remote,
            measures: measures
        )
    }

    private mutating func answer(_ owner: ProbeAddress.Owner, _ probe: Layout.Probe, _ guest: Int?) -> Answer {
        guard let guest else { return reference(owner) }
        if probe.kind == .agent {
            return conditions.isOn(.unreachable)
                ? Answer(result: .unknown(Reason(.providerUnavailable))) : guests[guest].answer(to: .agent)
        }
        if probe.isNamed, conditions.isOn(.resolver) { return Answer(result: .unknown(Reason(.resolutionFailed))) }
        if conditions.isOn(.partition) { return partitioned }
        if isCut(guests[guest]) { return behindCut(guests[guest], probe) }
        guard !isLost(probe.kind) else { return .silence }
        return guests[guest].answer(to: probe.kind)
    }

    private mutating func reference(_ owner: ProbeAddress.Owner) -> Answer {
        if conditions.isOn(.partition) { return partitioned }
        if conditions.isOn(.reference), owner == .reference(0) { return .silence }
        return isLost(.reference) ? .silence : Answer(result: .up, signs: [.synAck])
    }

    /// Some cuts are noticed by our own kernel, others only swallow.
    private var partitioned: Answer {
        conditions.size(.partition).isMultiple(of: 2)
            ? Answer(result: .unknown(Reason(.networkUnreachable))) : .silence
    }

    func isCut(_ guest: Guest) -> Bool {
        guest.isCutOff
            || conditions.isOn(.partitionRegion)
                && guest.region == conditions.size(.partitionRegion) % max(1, plan.setup.regions)
    }

    /// Somebody who answers for it can't reach it either.
    private func behindCut(_ guest: Guest, _ probe: Layout.Probe) -> Answer {
        guard probe.kind == .http, guest.webAddress != guest.address else {
            let isKnown = guest.isCutOff && guest.isKnownToBeCutOff
            return isKnown ? Answer(result: .unknown(Reason(.networkUnreachable))) : .silence
        }
        return Answer(
            result: .down(Reason(.unexpectedStatus)),
            signs: [.synAck, .http],
            remote: guest.webAddress,
            status: 504
        )
    }

    /// A round of echoes is lost only if all three are.
    private mutating func isLost(_ kind: ProbeKind) -> Bool {
        let rate = conditions.size(.loss)
        guard rate > 0 else { return false }
        let tries = kind == .icmp ? 3 : 1
        return (0..<tries).allSatisfy { _ in random.chance(rate) }
    }
}
