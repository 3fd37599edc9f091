import Testing

@testable import Engine

/// Real sealed actions, as the engine makes them: a fleet of five in which the first guest falls silent.
struct SealedSample {
    private(set) var sealed: [SealedAction] = []
    private var engine: Engine
    private var now = Timestamp(milliseconds: 1_700_000_000_000)
    private let policy: Policy
    /// The dead guest's kernel goes on answering echoes.
    private var isEchoing = false

    /// A restart and a reset of a guest that hangs for good.
    static func restartAndReset(
        boots: [BootRecord] = [],
        isEchoing: Bool = false,
        _ change: (inout Policy) -> Void = { _ in }
    ) throws -> (SealedAction, SealedAction) {
        var policy = SealedSample.policy
        change(&policy)
        var sample = SealedSample(policy, boots)
        sample.isEchoing = isEchoing
        sample.run(seconds: 420)
        try #require(sample.sealed.count >= 2)
        return (sample.sealed[0], sample.sealed[1])
    }

    static func id(_ number: Int) -> VPSID {
        guard let id = VPSID("vps_\(number)") else { preconditionFailure("a sample id is valid") }
        return id
    }

    private init(_ policy: Policy, _ boots: [BootRecord]) {
        self.policy = policy
        engine = Engine(policy: policy, recovered: Recovered(boots: boots), now: now)
    }

    /// One round a second: everything is up for a minute, then the first target is silent.
    private mutating func run(seconds: Int) {
        for second in 0..<seconds {
            now = now + .seconds(1)
            if second % 30 == 0 { step(.platformListed(policy.targets.map(SealedSample.listed), startedAt: now)) }
            step(.watchdogMeasured(WatchdogHealth()))
            for target in policy.targets.indices where second % 5 == 0 {
                for probe in 0..<2 { answer(target, probe, isUp: target > 0 || second < 60) }
            }
            for reference in policy.references.indices where second % 5 == 0 { answer(reference: reference) }
            step(.deadlinePassed)
        }
    }

    private mutating func answer(reference: Int) {
        let probe = ProbeAddress(owner: .reference(reference), probe: 0, epoch: 0)
        step(.observationArrived(Observation(probe: probe, startedAt: now, endedAt: now, result: .up)))
    }

    private mutating func answer(_ target: Int, _ probe: Int, isUp: Bool) {
        let definition = policy.targets[target].probes[probe]
        let isUp = isUp || (isEchoing && definition.name == "icmp")
        let observation = Observation(
            probe: ProbeAddress(owner: .target(target), probe: probe, epoch: 0),
            startedAt: now,
            endedAt: now,
            result: isUp ? .up : .down(Reason(.timedOut)),
            signs: isUp ? [definition.name == "icmp" ? .echo : .synAck] : [],
            remote: isUp ? definition.check.literalAddress : nil
        )
        step(.observationArrived(observation))
    }

    private mutating func step(_ event: Event) {
        for effect in engine.step(event, now: now) {
            switch effect {
            case .probeNow(let addresses):
                for address in addresses {
                    switch address.owner {
                    case .target(let target): answer(target, address.probe, isUp: target > 0)
                    case .reference(let reference): answer(reference: reference)
                    }
                }
            case .inspect(let request, let vps, _):
                step(
                    .inspectionArrived(request: request, vps: vps, .success(SealedSample.inspection(of: vps, at: now)))
                )
            case .sendPower(let action):
                sealed.append(action)
                step(.powerAnswered(action: action.action, .accepted(nil, requestID: "req_1")))
            case .deliver(let notification, let receiver):
                step(.deliveryEnded(notification: notification.id, receiver: receiver, .delivered))
            case .record, .planProbes, .sweepPlatform, .pollOperation, .runExec, .reply: break
            }
        }
    }

    private static func listed(_ target: Target) -> PlatformReading {
        PlatformReading(
            id: target.id,
            name: target.name,
            powerState: .running,
            serviceStatus: .active,
            primaryIP: nil
        )
    }

    private static func inspection(of vps: VPSID, at now: Timestamp) -> Inspection {
        Inspection(
            startedAt: now,
            ids: [vps.text],
            powerStates: [.running, .running],
            serviceStatus: .active,
            uptimeSeconds: 86_400,
            pendingTasks: .idle,
            maintenance: .none,
            gates: ["canRestart", "canReset"].map { ActionGate(name: $0, source: "/status", verdict: .allowed) }
        )
    }

    private static let policy = Policy(
        mode: .armed,
        targets: (1...5).map(target),
        rules: [rule],
        groups: [GroupLimits(label: "region", storm: 0.5, budget: Budget(count: 3, window: .hours(1)))],
        routes: [Route(receivers: ["oncall"])]
    )

    private static func target(_ number: Int) -> Target {
        let host = "203.0.113.\(number)"
        return Target(
            id: id(number),
            name: "web-\(number)",
            labels: [Label("region", "sto")],
            probes: [
                ProbeDefinition(
                    name: "http",
                    interval: .seconds(5),
                    timeout: .seconds(2),
                    check: .http(HTTPCheck(url: "http://\(host)/", host: host))
                ),
                ProbeDefinition(
                    name: "icmp",
                    interval: .seconds(5),
                    timeout: .seconds(1),
                    check: .icmp(ICMPCheck(host: host))
                ),
            ]
        )
    }

    private static let rule = Rule(
        name: "web-hung",
        when: Condition(
            text: "http.down and icmp.down and platform.running",
            expression: .and(
                .and(.state(probe: "http", .down), .state(probe: "icmp", .down)),
                .platform(.running)
            )
        ),
        holdFor: .seconds(60),
        ladder: [
            Rung(action: .restart, wait: .seconds(120)), Rung(action: .reset, wait: .seconds(120)),
            Rung(action: .page, severity: "page"),
        ],
        recovery: .init(
            when: Condition(text: "http.up", expression: .state(probe: "http", .up)),
            holdFor: .seconds(30)
        )
    )
}
