import Engine
import FoundationEssentials
import GRDB
import Testing

@testable import Journal

/// Every event comes back as it was, with the time of its step.
struct StepTests {
    private let directory: TemporaryDirectory
    private let vps: VPSID

    init() throws {
        directory = try TemporaryDirectory()
        vps = try #require(VPSID("vps_1"))
    }

    @Test func everyKindOfEventComesBackWithItsTime() throws {
        let written = everyEvent.enumerated().map { index, event in
            JournalledStep(ordinal: UInt64(index + 1), at: time(Int64(index)), event: event)
        }
        let journal = try JournalStore(directory: directory.data, startedAt: time(0))
        for half in [written.prefix(5), written.dropFirst(5)] {
            var batch = JournalBatch()
            for step in half { batch.append(step) }
            try journal.commit(batch)
        }
        #expect(try steps(of: journal.reader.events(limit: 10)) == written)
        try journal.close()
    }

    @Test func aListingThatSaysNothingNewCostsAFewBytes() throws {
        let readings = (0..<1_000).compactMap { number in
            VPSID("vps_\(number)").map { reading($0, .running) }
        }
        var encoder = StepEncoder()
        for ordinal in UInt64(1)...2 {
            let event = Event.platformListed(readings, startedAt: time(Int64(ordinal)))
            try encoder.add(JournalledStep(ordinal: ordinal, at: time(Int64(ordinal)), event: event))
            let taken = encoder.takeRow()
            let row = try #require(taken)
            #expect(row.bytes.count < (ordinal == 1 ? 200_000 : 40))
        }
    }

    @Test func aStepThatWasNotKeptLeavesAHole() throws {
        let journal = try JournalStore(directory: directory.data, startedAt: time(0))
        var batch = JournalBatch()
        for ordinal in [1, 2, 7] as [UInt64] {
            batch.append(JournalledStep(ordinal: ordinal, at: time(Int64(ordinal)), event: .deadlinePassed))
        }
        try journal.commit(batch)
        #expect(try steps(of: journal.reader.events(limit: 10)).map(\.ordinal) == [1, 2, 7])
        try journal.close()
    }

    @Test func whatACommitLostTheNextOneHas() throws {
        let limits = JournalLimits(fileBytes: 400_000)
        let journal = try JournalStore(directory: directory.data, limits: limits, startedAt: time(0))
        var batch = JournalBatch()
        let listing = Event.platformListed([reading(vps, .running)], startedAt: time(1))
        batch.append(JournalledStep(ordinal: 1, at: time(1), event: listing))
        var tooMuch = batch
        tooMuch.append(EventNote(at: time(1), kind: "long", text: String(repeating: "x", count: 1_000_000)))
        #expect(throws: JournalError.self) { try journal.commit(tooMuch) }
        try journal.commit(batch)
        #expect(try steps(of: journal.reader.events(limit: 10)).map(\.event) == [listing])
        try journal.close()
    }

    @Test func damagedBytesAreNoSteps() throws {
        var encoder = StepEncoder()
        for (index, event) in everyEvent.enumerated() {
            try encoder.add(JournalledStep(ordinal: UInt64(index + 1), at: time(Int64(index)), event: event))
        }
        let taken = encoder.takeRow()
        let row = try #require(taken)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            var bytes = row.bytes
            bytes[Int.random(in: bytes.indices, using: &generator)] = .random(in: 0...255, using: &generator)
            var decoder = StepDecoder()
            // Whatever it is, it is read without a trap.
            _ = decoder.steps(of: StepRow(bytes: Array(bytes.prefix(.random(in: 0...bytes.count))), start: time(0)))
        }
    }

    @Test func aProbesSecretsDoNotReachTheDisk() throws {
        let check = HTTPCheck(
            url: "https://ann:hunter2@203.0.113.1/health?token=hunter2",
            host: "203.0.113.1",
            headers: [Label("Authorization", "Bearer hunter2")],
            body: "hunter2"
        )
        let probe = ProbeDefinition(name: "http", interval: .seconds(10), timeout: .seconds(3), check: .http(check))
        let policy = Policy(targets: [Target(id: vps, name: "web-1", probes: [probe])], references: [probe], rules: [])
        let journal = try JournalStore(directory: directory.data, startedAt: time(0))
        var batch = JournalBatch()
        batch.append(LifeBeginning(version: "1", policy: policy, recovered: Recovered(), now: time(0)))
        batch.append(JournalledStep(ordinal: 1, at: time(1), event: .policyReloaded(policy, epoch: 1)))
        try journal.commit(batch)
        let events = try journal.reader.events(limit: 10)
        try journal.close()
        let bytes = try contents(of: directory.database)
        let found = bytes.firstRange(of: Array("hunter2".utf8))
        let around = found.map { String(decoding: bytes[max(0, $0.lowerBound - 200)..<$0.upperBound], as: UTF8.self) }
        #expect(found == nil, "\(around ?? "")")
        guard case .beginning(let beginning) = try #require(events.first).content else {
            Issue.record("expected a beginning")
            return
        }
        let kept = try #require(beginning.policy.targets.first?.probes.first)
        #expect(kept.fingerprint == probe.fingerprint)
        #expect(kept.check.literalAddress == probe.check.literalAddress)
        guard case .http(let redacted) = kept.check else { return }
        #expect(redacted.url.hasPrefix("https://redacted-") && redacted.url.contains("@203.0.113.1/health?redacted-"))
    }

    /// What a journal of the second schema holds.
    @Test func rowsOfEarlierVersionsAreRead() throws {
        let journal = try JournalStore(directory: directory.data, startedAt: time(0))
        try journal.close()
        var bytes = ByteWriter()
        ObservationCodec.encode(observation(at: 5), into: &bytes)
        let queue = try DatabaseQueue(path: directory.database)
        try queue.write { database in
            try database.execute(
                sql: "INSERT INTO event (run, at, kind, body) VALUES (1, 5, 'observations', ?)",
                arguments: [Data(bytes.bytes)]
            )
        }
        try queue.close()
        let reader = try JournalReader(directory: directory.data)
        #expect(try reader.events(limit: 10).map(\.content) == [.observations([observation(at: 5)])])
    }

    private func reading(_ id: VPSID, _ state: PowerState) -> PlatformReading {
        PlatformReading(id: id, name: "web", powerState: state, serviceStatus: .active, primaryIP: nil)
    }

    private var everyEvent: [Event] {
        let failure = ProviderFailure(kind: .server, status: 503, message: "no")
        let incident = IncidentRecord(
            id: 1,
            vps: vps,
            name: "web-1",
            rule: "hung",
            firstFailureAt: time(0),
            openedAt: time(1)
        )
        let web = Discovered(
            target: Target(id: vps, name: "web-1", probes: [], origin: .discovered),
            meta: [Label("__meta_hostup_name", "web-1")]
        )
        var other = web
        other.target.name = "other"
        other.target.id = VPSID("vps_other") ?? vps
        var faulty = WatchdogHealth(loopLag: .milliseconds(3), droppedObservations: 2, clockJump: .seconds(-4))
        faulty.journalFault = "no space left"
        return [
            .observationArrived(observation(at: 0)),
            .platformListed([reading(vps, .running)], startedAt: time(-1)),
            .platformListed([reading(vps, .running)], startedAt: time(0)),
            .platformListed([reading(vps, .stopped)], startedAt: time(1)),
            .platformListingFailed(failure, startedAt: time(3)),
            .platformListed([reading(vps, .stopped)], startedAt: time(4)),
            .inspectionArrived(request: 1, vps: vps, .success(Inspection(startedAt: time(4), ids: ["vps_1"]))),
            .inspectionArrived(request: 2, vps: vps, .failure(failure)),
            .powerAnswered(action: 1, .accepted(Operation(jobID: "j", pollPath: nil), requestID: "r")),
            .operationPolled(action: 1, .indeterminate("?")),
            .execEnded(action: 2, .exited(exitCode: nil, output: "ok")),
            .deliveryEnded(notification: 1, receiver: "oncall", .failed("busy", retryAfter: .seconds(1))),
            .operatorPaused(by: "ann", reason: "racks"), .operatorResumed(by: "ann"),
            .operatorClosedIncident(1, by: "ann"), .operatorAcknowledged(incident: 1, by: "ann", note: "on it"),
            .operatorRequestedPower(
                request: 1,
                .reset,
                vps: vps,
                by: "ann",
                overrides: [GateOverride(gate: .storm, reason: "known")]
            ),
            .operatorSilenced(
                Rule.Match(labels: [Label("role", "web")], names: ["a"]),
                until: time(9),
                by: "ann",
                reason: "x"
            ),
            .operatorEndedSilence(1, by: "ann"), .operatorUnlatched(by: "ann", reason: "x"),
            .operatorJudged(incident, wasRight: false, by: "ann"),
            .operatorTrusted(rule: "hung", by: "ann", reason: "x"),
            .policyReloaded(Policy(targets: [Target(id: vps, name: "web-1", probes: [])], rules: []), epoch: 2),
            .watchdogMeasured(WatchdogHealth()), .watchdogMeasured(faulty), .watchdogMeasured(.init(pauseFile: true)),
            .fleetListed(FleetListing(found: [web], startedAt: time(5))),
            .fleetListed(FleetListing(found: [web], startedAt: time(6), incompleteness: "cut")),
            .fleetListed(FleetListing(found: [other, web], startedAt: time(7))),
            .fleetListed(FleetListing(found: [], startedAt: time(8))),
            .noticeChanged(key: "configuration", line: "bad"), .noticeChanged(key: "configuration", line: nil),
            .deadlinePassed,
        ]
    }
}
