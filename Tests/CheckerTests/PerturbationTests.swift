import Testing

@testable import Checker
@testable import Engine

/// Random numbers where the table has fixed ones: whatever makes an accepted reset more dangerous, by however much, is refused.
@Suite struct PerturbationTests {
    private typealias Change = @Sendable (inout EvidenceBundle, inout SeededRandom) -> Void

    private static func any<Value>(_ values: [Value], _ random: inout SeededRandom) -> Value {
        values[Int.random(in: values.indices, using: &random)]
    }

    private static let otherID = SealedSample.id(9)

    private static let life: [Change] = [
        { bundle, random in
            let sign: SignsOfLife = any([.echo, .synAck, .reset, .tls, .http, .banner, .agent], &random)
            bundle.signs.append(.init(sign: sign, at: bundle.at - random.span(0...60_000)))
        },
        { bundle, random in
            let probe = Int.random(in: bundle.probes.indices, using: &random)
            bundle.probes[probe].observation?.signs = any([.echo, .synAck, .banner], &random)
            bundle.probes[probe].observation?.remote = bundle.target.ownAddresses.first
        },
        { bundle, random in
            let probe = Int.random(in: bundle.probes.indices, using: &random)
            let results: [ProbeResult?] = [.up, .unknown(Reason(.networkUnreachable)), nil]
            let result = any(results, &random)
            if let result { bundle.probes[probe].observation?.result = result } else { bundle.probes.remove(at: probe) }
        },
        { bundle, random in
            let old = bundle.at - random.span(12_001...86_400_000)
            for probe in bundle.probes.indices { bundle.probes[probe].observation?.startedAt = old }
        },
        { bundle, random in bundle.confirmation.startedAt = bundle.at - random.span(10_001...86_400_000) },
        { bundle, random in bundle.platform.listedAt = bundle.at - random.span(120_001...86_400_000) },
    ]

    private static let past: [Change] = [
        { bundle, random in
            bundle.history.actions[0].state = any([.intended, .accepted, .outcomeUnknown, .rejected], &random)
        },
        { bundle, random in bundle.history.actions[0].incident = Int64.random(in: 2...99, using: &random) },
        { bundle, random in bundle.history.actions[0].answeredAt = bundle.at - random.span(0...119_999) },
        { bundle, random in
            // As many of other targets as fill the fleet's hour.
            for id in 1...5 {
                var action = bundle.history.actions[0]
                action.id = Int64(-id)
                action.vps = otherID
                action.incident = 77
                action.answeredAt = nil
                action.intendedAt = bundle.at - random.span(0...3_599_999)
                bundle.history.actions.append(action)
            }
        },
        { bundle, random in
            var action = bundle.history.actions[0]
            action.id = -1
            action.incident = 77
            action.answeredAt = nil
            action.intendedAt = bundle.at - random.span(0...1_799_999)
            bundle.history.actions.append(action)
        },
        { bundle, random in bundle.history.inFlight = Int.random(in: -3...0, using: &random) },
        { bundle, random in bundle.rule.perTarget?.count = Int.random(in: -3...1, using: &random) },
        { bundle, random in bundle.action += Int64.random(in: 1...9, using: &random) },
        { bundle, random in bundle.gates.remove(at: Int.random(in: bundle.gates.indices, using: &random)) },
        { bundle, random in
            bundle.gates[Int.random(in: bundle.gates.indices, using: &random)].outcome = any(
                [.refused, .notReached],
                &random
            )
        },
    ]

    private static let world: [Change] = [
        { bundle, random in bundle.inspection.startedAt = bundle.at - random.span(30_001...86_400_000) },
        { bundle, random in bundle.inspection.startedAt = bundle.at + random.span(1...86_400_000) },
        { bundle, random in
            let others = PowerState.allCases.filter { $0 != .running }
            bundle.inspection.powerStates.append(any(others, &random))
        },
        { bundle, random in
            bundle.inspection.serviceStatus = any([.suspended, .terminated, .unknown, nil], &random)
        },
        { bundle, random in bundle.inspection.pendingTasks = any([.absent, .busy("1")], &random) },
        { bundle, random in bundle.inspection.maintenance = any([.pending(["x"]), .undecodable("x")], &random) },
        { bundle, random in
            let verdict: ActionGate.Verdict = any([.denied(""), .undecodable("1")], &random)
            bundle.inspection.gates.append(ActionGate(name: "canReset", source: "/vps", verdict: verdict))
        },
        { bundle, random in bundle.fleet.unresponsiveCount = Int.random(in: 1...5, using: &random) },
        { bundle, random in bundle.fleet.unheard = Int.random(in: 1...50, using: &random) },
        { bundle, random in
            bundle.fleet.witness?.startedAt = bundle.firstFailureAt - random.span(0...86_400_000)
        },
        { bundle, random in bundle.health.distrustedUntil = bundle.at + random.span(1...60_000) },
        { bundle, random in bundle.health.measured?.loopLag = random.span(1_001...60_000) },
        { bundle, random in bundle.health.newestRow = bundle.at + random.span(1...60_000) },
        { bundle, random in
            let since = bundle.at - random.span(0...60_000)
            let record = SilenceRecord(
                id: 1,
                match: .init(),
                by: "a",
                reason: "b",
                at: since,
                until: bundle.at + random.span(1...60_000)
            )
            bundle.calm.silences.append(record)
        },
        { bundle, random in
            // A window around the moment, in a zone of any offset.
            let offset = Int.random(in: -12...14, using: &random) * 3_600
            let minute = Int((bundle.at.milliseconds / 60_000 + Int64(offset / 60)) % 1_440)
            let zone = Zone(name: "x", firstOffset: offset)
            bundle.calm.windows = [
                MaintenanceWindow(name: "x", from: minute, to: (minute + 30) % 1_440 + 1, zone: zone)
            ]
        },
        { bundle, random in
            bundle.boot.samples = (0..<5).map { _ in random.span(300_000...900_000) }
            bundle.boot.latest = bundle.at - random.span(0...299_999)
        },
        { bundle, random in
            let modes: [WritableKeyPath<EvidenceBundle, Mode>] = [\.mode.policy, \.mode.target, \.mode.rule]
            bundle[keyPath: any(modes, &random)] = .observe
        },
    ]

    @Test func whatMakesItMoreDangerousIsRefused() throws {
        let (_, reset) = try SealedSample.restartAndReset()
        var random = SeededRandom(seed: 1)
        for (kind, changes) in [PerturbationTests.life, PerturbationTests.past, PerturbationTests.world].enumerated() {
            for (number, change) in changes.enumerated() {
                for _ in 0..<50 {
                    var changed = reset
                    change(&changed.bundle, &random)
                    #expect(changed != reset && !Checker.examine(changed).isEmpty, "change \(number) of kind \(kind)")
                }
            }
        }
    }
}
