internal import Engine

/// An incumbent in the watchdog's place: it sees the same results of the same probes, at its own pace.
struct Pilot {
    var logic: any Incumbent
    private var checks: [Checks]
    private var isGatewayUp = true

    init(_ logic: any Incumbent, targets: Int) {
        self.logic = logic
        checks = Array(repeating: Checks(), count: targets)
    }

    mutating func hear(_ observation: Observation, kind: ProbeKind) {
        let isUp = observation.result == .up
        switch observation.probe.owner {
        case .reference: isGatewayUp = isUp
        case .target(let target):
            switch kind {
            case .http: checks[target].http = isUp
            case .icmp: checks[target].ping = isUp
            case .ssh: checks[target].ssh = isUp
            case .agent, .reference: break
            }
        }
    }

    mutating func look(at now: Timestamp) -> [Order] {
        logic.decide(checks, isGatewayUp: isGatewayUp, at: now)
    }
}

extension World {
    /// An incumbent hears results and nothing else; its scripts ask nobody and await no answer.
    mutating func steer(_ event: Event) {
        guard case .observationArrived(let observation) = event, case .target(let target) = observation.probe.owner
        else {
            if case .observationArrived(let observation) = event { pilot?.hear(observation, kind: .reference) }
            return
        }
        pilot?.hear(observation, kind: layout.probes[target][observation.probe.probe].kind)
    }

    mutating func look() {
        guard let pace = pilot?.logic.pace else { return }
        agenda.enter(.look, at: now + pace)
        for order in pilot?.look(at: now) ?? [] {
            requests += 1
            sendPower(requests, order.action, Setup.id(order.target))
        }
    }
}
