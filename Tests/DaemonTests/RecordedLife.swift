import Engine
import Journal

@testable import Daemon

/// A life of the daemon on a clock of its own, recorded as the loop records one: two guests, of which the first may hang.
struct RecordedLife {
    /// When the first guest is silent; a power action ends it after `cure`.
    var outage: Range<Int64>
    var cure: Int64? = 30
    /// Steps that the journal loses.
    var lost: Set<UInt64> = []
    /// What the journal is given in place of a record.
    var alter: (Record) -> Record = { $0 }

    private var engine: Engine
    private var batch = JournalBatch()
    private var ordinal: UInt64 = 0
    private var second: Int64 = 0
    private var curedAt: Int64?
    private var due: [Event] = []
    private let policy: Policy

    static let start = Timestamp(milliseconds: 1_777_000_000_000)

    init(_ policy: Policy, version: String = "test", outage: Range<Int64>) {
        self.outage = outage
        self.policy = policy
        let beginning = LifeBeginning(version: version, policy: policy, recovered: Recovered(), now: Self.start)
        engine = Engine(beginning)
        batch.append(ProbeLayout(policy), epoch: 0)
        batch.append(beginning)
    }

    private var now: Timestamp { Self.start + .seconds(second) }

    mutating func run(seconds: Int64, into store: JournalStore) throws {
        for _ in 0..<seconds {
            second += 1
            step(.watchdogMeasured(WatchdogHealth()))
            if second % 60 == 1 { step(.platformListed(policy.targets.map { reading($0.id) }, startedAt: now)) }
            for target in policy.targets.indices {
                for probe in policy.targets[target].probes.indices
                where second * 1_000 % policy.targets[target].probes[probe].interval.milliseconds == 0 {
                    observe(target, probe)
                }
            }
            let answers = due
            due = []
            for answer in answers { step(answer) }
            while let deadline = engine.nextDeadline(), deadline <= now { step(.deadlinePassed) }
        }
        try store.commit(batch)
        batch = JournalBatch()
    }

    private mutating func step(_ event: Event) {
        ordinal += 1
        if !lost.contains(ordinal) { batch.append(JournalledStep(ordinal: ordinal, at: now, event: event)) }
        for effect in engine.step(event, now: now) { perform(effect) }
    }

    private mutating func perform(_ effect: Effect) {
        switch effect {
        case .record(let record): batch.append(alter(record))
        case .probeNow(let addresses):
            for case .target(let index) in addresses.map(\.owner) {
                for address in addresses where address.owner == .target(index) {
                    due.append(.observationArrived(observation(index, address.probe)))
                }
            }
        case .inspect(let request, let vps, _):
            due.append(.inspectionArrived(request: request, vps: vps, .success(inspection(of: vps))))
        case .sendPower(let sealed):
            curedAt = cure.map { second + $0 }
            due.append(.powerAnswered(action: sealed.action, .accepted(nil, requestID: "req")))
        case .deliver(let notification, let receiver):
            due.append(.deliveryEnded(notification: notification.id, receiver: receiver, .delivered))
        case .planProbes, .sweepPlatform, .pollOperation, .runExec, .reply: break
        }
    }

    private mutating func observe(_ target: Int, _ probe: Int) {
        step(.observationArrived(observation(target, probe)))
    }

    private func observation(_ target: Int, _ probe: Int) -> Observation {
        let isDown = target == 0 && outage.contains(second) && curedAt.map { second < $0 } ?? true
        let definition = policy.targets[target].probes[probe]
        var observation = Observation(
            probe: ProbeAddress(owner: .target(target), probe: probe, epoch: 0),
            startedAt: now,
            endedAt: now,
            result: isDown ? .down(Reason(.timedOut)) : .up,
            signs: isDown ? [] : .echo,
            remote: isDown ? nil : definition.check.literalAddress
        )
        // The journal does not keep them, and no decision or evidence may miss them.
        observation.particulars.address = definition.check.literalAddress
        observation.particulars.hopLimit = 64
        return observation
    }

    private func reading(_ id: VPSID) -> PlatformReading {
        PlatformReading(id: id, name: "web", powerState: .running, serviceStatus: .active, primaryIP: nil)
    }

    private func inspection(of vps: VPSID) -> Inspection {
        Inspection(
            startedAt: now,
            ids: [vps.text],
            powerStates: [.running],
            serviceStatus: .active,
            pendingTasks: .idle,
            maintenance: .none,
            gates: PowerAction.allCases.map { ActionGate(name: $0.gateName, source: "test", verdict: .allowed) }
        )
    }
}

extension RecordedLife {
    static func rule(for holdFor: TimeSpan) -> Rule {
        Rule(
            name: "hung",
            when: Condition(
                text: "http.down and icmp.down and platform.running",
                expression: .and(
                    .and(.state(probe: "http", .down), .state(probe: "icmp", .down)),
                    .platform(.running)
                )
            ),
            holdFor: holdFor,
            ladder: [Rung(action: .restart, wait: .seconds(120)), Rung(action: .page)],
            recovery: .init(
                when: Condition(text: "http.up", expression: .state(probe: "http", .up)),
                holdFor: .seconds(20)
            )
        )
    }

    static func policy(for holdFor: TimeSpan) -> Policy {
        Policy(
            mode: .armed,
            targets: [1, 2].compactMap { number in VPSID("vps_\(number)").map { target($0, number) } },
            rules: [rule(for: holdFor)],
            routes: [Route(receivers: ["oncall"])]
        )
    }

    private static func target(_ id: VPSID, _ number: Int) -> Target {
        let host = "203.0.113.\(number)"
        let http = Check.http(HTTPCheck(url: "http://\(host)/", host: host))
        return Target(
            id: id,
            name: "web-\(number)",
            probes: [
                ProbeDefinition(name: "http", interval: .seconds(10), timeout: .seconds(3), check: http),
                ProbeDefinition(
                    name: "icmp",
                    interval: .seconds(5),
                    timeout: .seconds(1),
                    check: .icmp(ICMPCheck(host: host))
                ),
            ]
        )
    }
}
