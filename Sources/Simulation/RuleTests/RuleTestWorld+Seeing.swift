internal import Configuration
internal import Engine

/// What probes and the provider's listing give.
extension RuleTestWorld {
    private static let listingLatency = TimeSpan.milliseconds(20)

    mutating func probe(_ address: ProbeAddress, repeats: Bool) {
        let (definition, answer) = ask(address)
        if repeats { agenda.enter(.probe(address, repeats: true), at: now + definition.interval) }
        guard let result = answer.result else { return }
        let observation = Observation(
            probe: address,
            startedAt: now,
            endedAt: now + answer.latency,
            result: result,
            signs: answer.signs,
            remote: answer.from ?? definition.check.literalAddress,
            measures: measures(of: answer, definition.check)
        )
        later(answer.latency, .observationArrived(observation))
    }

    private func ask(_ address: ProbeAddress) -> (ProbeDefinition, ProbeAnswer) {
        switch address.owner {
        case .reference(let index): (test.policy.references[index], test.references.value(at: elapsed))
        case .target(let index):
            (
                test.policy.targets[index].probes[address.probe],
                guests[index].answer(of: address.probe, at: elapsed)
            )
        }
    }

    private func measures(of answer: ProbeAnswer, _ check: Check) -> Measures {
        var measures = Measures()
        measures.httpStatus = answer.status
        measures.duration = UInt32(clamping: answer.latency.milliseconds * 1_000)
        measures.certificateExpiry = answer.certificateLeft.map { (now + $0).milliseconds / 1_000 }
        guard case .icmp(let echo) = check else { return measures }
        let isUp = answer.result == .up
        let loss = answer.loss ?? (isUp ? 0 : 1)
        // In hundredths, so that any share can be told whatever the count of echoes.
        let scale = answer.loss == nil ? UInt16(clamping: echo.count) : 100
        measures.echoesSent = scale
        measures.echoesReceived = UInt16(clamping: Int((Double(scale) * (1 - loss)).rounded()))
        return measures
    }

    mutating func sweep(repeats: Bool) {
        if repeats { agenda.enter(.sweep(repeats: true), at: now + test.policy.sweep) }
        switch provider.reads {
        case .silent: break
        case .failing:
            let failure = ProviderFailure(kind: .server, status: 503, message: "the provider is unavailable")
            later(RuleTestWorld.listingLatency, .platformListingFailed(failure, startedAt: now))
        case .ok, .mistaken:
            later(RuleTestWorld.listingLatency, .platformListed(readings(), startedAt: now))
        }
    }

    private func readings() -> [PlatformReading] {
        test.policy.targets.indices.compactMap { index in
            guard case .state(let state) = guests[index].platformWord(at: elapsed) else { return nil }
            let target = test.policy.targets[index]
            return PlatformReading(
                id: target.id,
                name: target.name,
                powerState: state,
                serviceStatus: provider.service,
                primaryIP: target.literalAddresses.first
            )
        }
    }
}
