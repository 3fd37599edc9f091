import Engine
import Testing

@testable import Journal

/// Observations are kept exactly and in order, and as rollups.
struct ObservationTests {
    private let directory: TemporaryDirectory
    private let layout = ProbeLayout(
        targets: [.init(id: "vps_1", probes: ["http", "icmp"])],
        references: [.init(id: "tcp://192.0.2.1:443", probes: ["tcp://192.0.2.1:443"])]
    )

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test func everythingAnObservationSaysComesBack() throws {
        let journal = try open()
        var batch = JournalBatch()
        for (index, observation) in everyKind.enumerated() { batch.append(observation, step: UInt64(index)) }
        try journal.commit(batch)
        let events = try journal.reader.events(limit: 10)
        #expect(events.count == 1)
        #expect(try steps(of: events).map(\.event) == everyKind.map(Event.observationArrived))
        #expect(events.first?.at == everyKind.first?.endedAt)
    }

    @Test func eventsKeepTheirOrder() throws {
        let journal = try open()
        let note = EventNote(at: time(2), kind: "platform_listed", text: "{\"count\":3}")
        var batch = JournalBatch()
        batch.append(layout, epoch: 1)
        batch.append(observation(at: 1), step: 1)
        batch.append(note)
        batch.append(observation(at: 3), step: 2)
        batch.append(observation(at: 0), step: 3)
        try journal.commit(batch)
        let events = try journal.reader.events(limit: 10)
        #expect(events.count == 3)
        #expect(events[1].content == .note(kind: note.kind, text: note.text))
        #expect(
            try steps(of: events).map(\.event)
                == [observation(at: 1), observation(at: 3), observation(at: 0)].map(Event.observationArrived)
        )
        let first = try #require(events.first)
        #expect(try journal.reader.events(after: first.seq, limit: 1).map(\.seq) == [first.seq + 1])
        #expect(try journal.reader.layout(run: first.run, epoch: 1) == layout)
    }

    @Test func theOldestEventsMakeRoom() throws {
        let limits = JournalLimits(exactBytes: 5_000)
        let journal = try JournalStore(directory: directory.data, limits: limits, startedAt: time(0))
        for second in Int64(0)..<1_000 {
            var batch = JournalBatch()
            batch.append(observation(at: second))
            try journal.commit(batch)
        }
        let kept = try journal.reader.events(limit: 2_000)
        #expect((200...400).contains(kept.count), "\(kept.count) rows of about 15 bytes")
        #expect(kept.last?.at == time(999) + .milliseconds(2))
        #expect(zip(kept, kept.dropFirst()).allSatisfy { $0.seq + 1 == $1.seq })
    }

    @Test func minutesAreCounted() throws {
        let journal = try open()
        let timedOut = ProbeResult.down(Reason(.timedOut))
        var batch = JournalBatch()
        batch.append(layout, epoch: 1)
        batch.append(observation(at: 20, micros: 700))
        batch.append(observation(at: 30, timedOut, micros: 3_000_000))
        batch.append(observation(at: 39, .unknown(Reason(.startedLate)), micros: 0))
        batch.append(observation(probe: 1, at: 39))
        batch.append(observation(target: 9, at: 39))
        batch.append(observation(at: 100))
        try journal.commit(batch)
        var late = JournalBatch()
        late.append(observation(at: 21))
        try journal.commit(late)
        try journal.close()

        let reader = try JournalReader(directory: directory.data)
        let minutes = try reader.rollups(owner: "vps_1", probe: "http", from: time(-60), to: time(600))
        #expect(
            minutes == [
                Rollup(minute: minute(20), up: 2, down: 1, unknown: 1, slowest: 3_000_000, spent: 2_200),
                Rollup(minute: minute(100), up: 1, slowest: 1_500, spent: 1_500),
            ]
        )
        #expect(try reader.rollups(owner: "vps_1", probe: "icmp", from: time(-60), to: time(600)).map(\.up) == [1])
    }

    @Test func oldRollupsGo() throws {
        let limits = JournalLimits(rollups: .hours(1))
        let journal = try JournalStore(directory: directory.data, limits: limits, startedAt: time(0))
        for second in [0, 120, 7_200, 7_320] as [Int64] {
            var batch = JournalBatch()
            batch.append(layout, epoch: 1)
            batch.append(observation(at: second))
            try journal.commit(batch)
        }
        try journal.commit(JournalBatch())
        let minutes = try journal.reader.rollups(owner: "vps_1", probe: "http", from: time(-60), to: time(9_000))
        #expect(minutes.map(\.minute) == [minute(7_200)])
    }

    @Test func minutesMakeRoomBeforeTheFileIsFull() throws {
        let limits = JournalLimits(exactBytes: 10_000, fileBytes: 300_000)
        let journal = try JournalStore(directory: directory.data, limits: limits, startedAt: time(0))
        for hour in 0..<300 {
            var batch = JournalBatch()
            if hour == 0 { batch.append(layout, epoch: 1) }
            for minute in 0..<60 { batch.append(observation(at: Int64(hour * 60 + minute) * 60)) }
            try journal.commit(batch)
        }
        let minutes = try journal.reader.rollups(
            owner: "vps_1",
            probe: "http",
            from: time(0),
            to: time(300 * 3_600)
        )
        // The latest are written with what comes after them.
        let latest = try #require(minutes.last?.minute)
        #expect(latest >= minute(298 * 3_600))
        #expect((300..<17_000).contains(minutes.count), "of 18,000 minutes")
        #expect(zip(minutes, minutes.dropFirst()).allSatisfy { $0.minute + .minutes(1) == $1.minute })
    }

    @Test func damagedBytesAreNoObservations() {
        var writer = ByteWriter()
        for observation in everyKind { ObservationCodec.encode(observation, into: &writer) }
        #expect(ObservationCodec.decodeAll(writer.bytes) == everyKind)
        #expect(ObservationCodec.decodeAll(writer.bytes.dropLast()) == nil)
        #expect(ObservationCodec.decodeAll([9] + writer.bytes) == nil)
    }

    @Test func reasonsKeepTheirNumbers() {
        let numbers = Reason.Code.allCases.map(\.number)
        #expect(Set(numbers).count == numbers.count)
        #expect(numbers.compactMap(Reason.Code.init(number:)) == Reason.Code.allCases)
        #expect(Reason.Code.timedOut.number == 1)
        #expect(Reason.Code.internalFault.number == 71)
    }

    private var everyKind: [Observation] {
        var http = Measures()
        http.httpStatus = 503
        (http.resolve, http.connect, http.tls, http.processing, http.transfer) = (1, 2, 3, 4, .max)
        http.certificateExpiry = -1
        http.bodyBytes = 12_345
        http.duration = 99
        var echoes = Measures()
        (echoes.echoesSent, echoes.echoesReceived, echoes.roundTrip) = (3, 2, 250)
        let reference = ProbeAddress(owner: .reference(70_000), probe: 0, epoch: .max)
        return [
            Observation(
                probe: reference,
                startedAt: time(0),
                endedAt: time(3),
                result: .down(Reason(.unexpectedStatus, "503 “slow” 🫀")),
                signs: [.synAck, .http],
                remote: IPAddress("2001:db8::1"),
                measures: http
            ),
            Observation(
                probe: ProbeAddress(owner: .target(4), probe: 300, epoch: 0),
                startedAt: time(1),
                endedAt: time(1),
                result: .up,
                signs: .echo,
                remote: IPAddress("203.0.113.7"),
                measures: echoes
            ),
            observation(at: 2, .unknown(Reason(.outOfDescriptors))),
        ]
    }

    private func minute(_ seconds: Int64) -> Timestamp { time(seconds).minuteStart }

    private func open() throws -> JournalStore {
        try JournalStore(directory: directory.data, startedAt: time(0))
    }
}
