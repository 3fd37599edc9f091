import Testing

@testable import Engine

/// What conditions say about given observations.
@Suite struct ConditionTests {
    private let now = Timestamp(milliseconds: 1_000_000)

    private func track(
        _ name: String,
        _ results: [ProbeResult],
        isProven: Bool = true,
        loss: Int = 0,
        certificateExpiry: Int64? = nil
    ) -> ProbeTrack {
        let definition = ProbeDefinition(
            name: name,
            interval: .seconds(10),
            timeout: .seconds(3),
            check: .icmp(ICMPCheck(host: "203.0.113.1"))
        )
        var track = ProbeTrack(definition, isProven: isProven)
        for (round, result) in results.enumerated() {
            let startedAt = now - .seconds(Int64(results.count - round) * 10)
            var measures = Measures()
            measures.duration = 250_000
            measures.echoesSent = 4
            measures.echoesReceived = UInt16(4 - loss)
            measures.certificateExpiry = certificateExpiry
            let address = ProbeAddress(owner: .target(0), probe: 0, epoch: 0)
            _ = track.take(
                Observation(
                    probe: address,
                    startedAt: startedAt,
                    endedAt: startedAt,
                    result: result,
                    measures: measures
                )
            )
        }
        return track
    }

    private func evaluate(_ expression: Expression, _ probes: [ProbeTrack], power: PowerState? = .running) throws
        -> Truth
    {
        let compiled = try CompiledCondition(expression, probeNames: probes.map(\.definition.name))
        let sight = Sight(probes: probes, now: now, powerState: power, latestSignAt: nil, signWindow: .seconds(60))
        return compiled.evaluate(sight)
    }

    private let down = ProbeResult.down(Reason(.timedOut))
    private let unknown = ProbeResult.unknown(Reason(.networkUnreachable))

    @Test func statesAreReadFromTheLatestResult() throws {
        #expect(try evaluate(.state(probe: "a", .down), [track("a", [.up, down])]) == .yes)
        #expect(try evaluate(.state(probe: "a", .up), [track("a", [.up, down])]) == .no)
        #expect(try evaluate(.state(probe: "a", .down), [track("a", [unknown])]) == .unknown)
        #expect(try evaluate(.state(probe: "a", .unknown), [track("a", [unknown])]) == .yes)
    }

    @Test func anUnprovenProbeIsUnknownWhateverItSays() throws {
        #expect(try evaluate(.state(probe: "a", .down), [track("a", [down, down], isProven: false)]) == .unknown)
    }

    @Test func anOldResultIsUnknown() throws {
        let definition = ProbeDefinition(
            name: "a",
            interval: .seconds(10),
            timeout: .seconds(3),
            check: .icmp(ICMPCheck(host: "203.0.113.1"))
        )
        var track = ProbeTrack(definition, isProven: true)
        let address = ProbeAddress(owner: .target(0), probe: 0, epoch: 0)
        let startedAt = now - .seconds(24)
        _ = track.take(Observation(probe: address, startedAt: startedAt, endedAt: startedAt, result: down))
        #expect(try evaluate(.state(probe: "a", .down), [track]) == .unknown)
    }

    @Test func mOfNCountsRounds() throws {
        let flapping = track("a", [down, .up, down, down, .up])
        #expect(try evaluate(.atLeast(probe: "a", .down, hits: 3, rounds: 5), [flapping]) == .yes)
        #expect(try evaluate(.atLeast(probe: "a", .down, hits: 4, rounds: 5), [flapping]) == .no)
        #expect(try evaluate(.atLeast(probe: "a", .down, hits: 4, rounds: 6), [flapping]) == .unknown)
        #expect(
            try evaluate(.atLeast(probe: "a", .down, hits: 2, rounds: 2), [track("a", [down, unknown])]) == .unknown
        )
    }

    @Test func numbersCompare() throws {
        let probes = [track("a", [.up], loss: 1)]
        #expect(try evaluate(.comparison(.latency(probe: "a"), .greater, 0.2), probes) == .yes)
        #expect(try evaluate(.comparison(.loss(probe: "a"), .lessOrEqual, 0.25), probes) == .yes)
        #expect(try evaluate(.comparison(.streak(probe: "a"), .greaterOrEqual, 2), probes) == .no)
        #expect(try evaluate(.comparison(.status(probe: "a"), .equal, 503), probes) == .unknown)
    }

    @Test func aCertificateCountsDownToItsExpiryAndBeyond() throws {
        func left(_ comparator: Expression.Comparator, _ seconds: Double, expiry: Int64?, _ latest: ProbeResult) throws
            -> Truth
        {
            let probe = track("a", [.up, latest], certificateExpiry: expiry)
            return try evaluate(.comparison(.certificateLeft(probe: "a"), comparator, seconds), [probe])
        }
        let second = now.milliseconds / 1_000
        #expect(try left(.equal, 3_600, expiry: second + 3_600, .up) == .yes)
        #expect(try left(.less, 0, expiry: second - 1, .up) == .yes)
        // A probe that is down for the certificate's sake has seen it all the same.
        let expired = ProbeResult.down(Reason(.certificateInvalid))
        #expect(try left(.less, 0, expiry: second - 1, expired) == .yes)
        #expect(try left(.less, 604_800, expiry: nil, down) == .unknown)
        #expect(try left(.less, 604_800, expiry: second + 60, unknown) == .unknown)
    }

    @Test func countsWithUnknownsAreRanges() throws {
        let probes = [track("a", [down]), track("b", [unknown]), track("c", [.up])]
        #expect(try evaluate(.comparison(.count(.down), .greaterOrEqual, 1), probes) == .yes)
        #expect(try evaluate(.comparison(.count(.down), .greaterOrEqual, 2), probes) == .unknown)
        #expect(try evaluate(.comparison(.count(.down), .greaterOrEqual, 3), probes) == .no)
        #expect(try evaluate(.comparison(.count(.down), .equal, 1), probes) == .unknown)
        #expect(try evaluate(.comparison(.count(.down), .notEqual, 5), probes) == .yes)
    }

    @Test func aStalePlatformIsUnknown() throws {
        #expect(try evaluate(.platform(.running), [], power: nil) == .unknown)
        #expect(try evaluate(.platform(.running), [], power: .unknown) == .unknown)
        #expect(try evaluate(.platform(.running), [], power: .stopped) == .no)
    }

    @Test func aNameTheTargetLacksCanNotBeBound() {
        #expect(throws: CompiledCondition.BindingError.noSuchProbe("z")) {
            try CompiledCondition(.state(probe: "z", .up), probeNames: ["a"])
        }
    }

    @Test func nestingBeyondTheEvaluatorsStackIsRefused() {
        var deep = Expression.platform(.running)
        for _ in 0..<100 { deep = .not(deep) }
        #expect(throws: CompiledCondition.BindingError.tooDeep) { try CompiledCondition(deep, probeNames: []) }
    }
}
