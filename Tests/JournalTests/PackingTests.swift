import Engine
import GRDB
import Testing

@testable import Journal

/// Rows that were packed say exactly what they said before, beside those that are not packed yet.
struct PackingTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test func packedStepsComeBackExactly() throws {
        var random = SeededNumbers(seed: 1)
        let rows = try Self.rows(of: Self.story(count: 3_000, &random), each: 100)
        var memory: PackMemory?
        var packed: [StepRow] = []
        // Several packed rows, each after the one before.
        for part in stride(from: 0, to: rows.count, by: 10) {
            let some = rows[part..<min(part + 10, rows.count)]
            var packer = StepPacker(after: memory, start: some[part].start)
            for row in some {
                let isRead = packer.add(row)
                #expect(isRead)
            }
            let (bytes, next) = packer.finish()
            memory = next
            packed.append(StepRow(bytes: bytes, start: some[part].start, isPacked: true))
        }
        var plain = StepDecoder()
        var unpacking = StepDecoder()
        let before = rows.flatMap { plain.steps(of: $0) ?? [] }
        let after = packed.flatMap { unpacking.steps(of: $0) ?? [] }
        #expect(before.count == 3_000)
        #expect(after == before)
    }

    @Test func whatGoesOnFromAnotherRowIsNotReadWithoutIt() throws {
        var random = SeededNumbers(seed: 2)
        let rows = try Self.rows(of: Self.story(count: 200, &random), each: 100)
        var first = StepPacker(after: nil, start: rows[0].start)
        let isFirstRead = first.add(rows[0])
        #expect(isFirstRead)
        var second = StepPacker(after: first.finish().memory, start: rows[1].start)
        let isSecondRead = second.add(rows[1])
        #expect(isSecondRead)
        var decoder = StepDecoder()
        #expect(decoder.steps(of: StepRow(bytes: second.finish().bytes, start: rows[1].start, isPacked: true)) == nil)
    }

    @Test func damagedBytesAreNoSteps() throws {
        var random = SeededNumbers(seed: 3)
        let rows = try Self.rows(of: Self.story(count: 400, &random), each: 100)
        var packer = StepPacker(after: nil, start: rows[0].start)
        for row in rows {
            let isRead = packer.add(row)
            #expect(isRead)
        }
        let bytes = packer.finish().bytes
        for _ in 0..<2_000 {
            var damaged = bytes
            damaged[Int.random(in: damaged.indices, using: &random)] = .random(in: 0...255, using: &random)
            let cut = Int.random(in: 0...damaged.count, using: &random)
            var decoder = StepDecoder()
            // Whatever it is, it is read without a trap.
            for length in [cut, damaged.count] {
                let row = StepRow(bytes: Array(damaged.prefix(length)), start: time(0), isPacked: true)
                _ = decoder.steps(of: row)
            }
        }
    }

    @Test func aJournalIsPackedUnderItsReadersEyes() throws {
        var random = SeededNumbers(seed: 4)
        let story = try Self.story(count: 6_000, &random)
        let journal = try JournalStore(directory: directory.data, startedAt: time(0))
        var batch = JournalBatch()
        for (index, step) in story.enumerated() {
            batch.append(step)
            guard index % 50 == 49 else { continue }
            try journal.commit(batch)
            batch = batch.next
        }
        let before = try journal.reader.stepBytes()
        #expect(try journal.pack())
        while try journal.pack() {}
        let after = try journal.reader.stepBytes()
        #expect(after.packed > 0 && after.packed < before.waiting - after.waiting)
        #expect(try steps(of: journal.reader.events(limit: 1_000)) == story)
        try journal.close()
    }

    @Test func aReaderOnItsWayMissesNothingAndMeetsNothingTwice() throws {
        var random = SeededNumbers(seed: 6)
        let story = try Self.story(count: 6_000, &random)
        let journal = try JournalStore(directory: directory.data, startedAt: time(0))
        var batch = JournalBatch()
        batch.append(
            LifeBeginning(version: "1", policy: Policy(targets: [], rules: []), recovered: Recovered(), now: time(0))
        )
        for (index, step) in story.enumerated() {
            batch.append(step)
            guard index % 20 == 19 else { continue }
            try journal.commit(batch)
            batch = batch.next
            // Most of it is packed before the reader comes, the rest while it is there.
            if index == 3_999 { while try journal.pack() {} }
        }
        var history = try journal.reader.history(since: nil)
        var read: [JournalledStep] = []
        var items = 0
        while let item = try history.next() {
            items += 1
            if items == 40 { while try journal.pack() {} }
            if case .steps(let steps) = item { read += steps }
            if case .unreadable(_, let why) = item { Issue.record("\(why)") }
        }
        #expect(read == story)
        try journal.close()
    }

    @Test func anEndedLifeIsPackedToItsLastStep() throws {
        var story: [JournalledStep] = []
        for life in 1...2 {
            let journal = try JournalStore(directory: directory.data, startedAt: time(0))
            var batch = JournalBatch()
            for second in 1...20 {
                let step = JournalledStep(
                    ordinal: UInt64(second),
                    at: time(Int64(second)),
                    event: .observationArrived(observation(target: life, at: Int64(second)))
                )
                batch.append(step)
                story.append(step)
                try journal.commit(batch)
                batch = batch.next
            }
            while try journal.pack() {}
            let left = try journal.reader.events(limit: 100)
            // The running life's rows wait for more.
            #expect(left.count == (life == 1 ? 20 : 21))
            #expect(try steps(of: left) == story)
            try journal.close()
        }
    }

    @Test func rowsThatMadeRoomMeanwhileAreNotPacked() throws {
        var random = SeededNumbers(seed: 5)
        let journal = try JournalStore(directory: directory.data, startedAt: time(0))
        var batch = JournalBatch()
        for step in try Self.story(count: 2_000, &random) { batch.append(step) }
        try journal.commit(batch)
        let queue = try DatabaseQueue(path: directory.database)
        let work = try queue.read { database -> Packing.Work? in
            var state = PackingState()
            return try Packing(database: database, run: 2).next(&state)
        }
        let found = try #require(work)
        try queue.write { try $0.execute(sql: "DELETE FROM event WHERE seq = (SELECT MIN(seq) FROM event)") }
        #expect(try queue.write { try Packing(database: $0, run: 2).replace(found) } == nil)
        try queue.close()
        try journal.close()
    }

    @Test func daysAreSummedUpOnce() throws {
        let journal = try JournalStore(directory: directory.data, startedAt: time(0))
        let layout = ProbeLayout(targets: [.init(id: "vps_1", probes: ["http", "icmp"])], references: [])
        var batch = JournalBatch()
        batch.append(layout, epoch: 1)
        let midnight = time(0).dayStart
        for hour in 0..<60 {
            let seconds = (midnight - time(0)).milliseconds / 1_000 + Int64(hour) * 3_600
            let result: ProbeResult = hour == 3 ? .down(Reason(.timedOut)) : .up
            batch.append(observation(at: seconds, result, micros: UInt32(1_000 + hour)))
            try journal.commit(batch)
            batch = batch.next
        }
        while try journal.sumUpDay() {}
        let end = midnight + .hours(24 * 9)
        let days = try journal.reader.days(from: midnight, to: end)
        #expect(days.map(\.owner) == ["vps_1"] && days.map(\.probe) == ["http"])
        let first = try #require(days.first?.days.first)
        let spent = (0..<24).filter { $0 != 3 }.reduce(0) { $0 + 1_000 + $1 }
        #expect(first == Rollup(minute: midnight, up: 23, down: 1, slowest: 1_023, spent: spent))
        #expect(days.first?.days.map(\.minute) == [midnight, midnight + .hours(24)])
        #expect(try journal.reader.days(owner: "vps_2", from: midnight, to: end).isEmpty)
        try journal.close()
    }

    /// Steps of all kinds: probes that come and go, with every measure that there is.
    private static func story(count: Int, _ random: inout SeededNumbers) throws -> [JournalledStep] {
        var steps: [JournalledStep] = []
        var now = time(0)
        for ordinal in 1...count {
            now = now + .milliseconds(.random(in: 0...800, using: &random))
            // Some could not be kept.
            let number = UInt64(ordinal + ordinal / 700)
            steps.append(JournalledStep(ordinal: number, at: now, event: event(ordinal, at: now, &random)))
        }
        return steps
    }

    private static func event(_ ordinal: Int, at now: Timestamp, _ random: inout SeededNumbers) -> Event {
        switch Int.random(in: 0..<40, using: &random) {
        case 0: .deadlinePassed
        case 1: .watchdogMeasured(WatchdogHealth(loopLag: .milliseconds(3)))
        case 2: .operatorPaused(by: "ann", reason: "racks")
        case 3: .platformListed([], startedAt: now)
        default: .observationArrived(anything(ordinal, at: now, &random))
        }
    }

    private static func anything(_ ordinal: Int, at now: Timestamp, _ random: inout SeededNumbers) -> Observation {
        let isReference = Int.random(in: 0..<20, using: &random) == 0
        let isUp = Int.random(in: 0..<10, using: &random) > 0
        var measures = Measures()
        let numbers: [WritableKeyPath<Measures, UInt32?>] = [
            \.resolve, \.connect, \.tls, \.processing, \.transfer, \.roundTrip, \.bodyBytes,
        ]
        for number in numbers where Bool.random(using: &random) {
            measures[keyPath: number] = ordinal % 97 == 0 ? .max : .random(in: 0...9_000, using: &random)
        }
        measures.duration = .random(in: 0...(ordinal % 89 == 0 ? .max : 30_000), using: &random)
        if isUp { measures.httpStatus = 200 }
        if ordinal % 5 == 0 { measures.certificateExpiry = Int64(ordinal % 3) - 1 }
        if ordinal % 7 == 0 { (measures.echoesSent, measures.echoesReceived) = (3, UInt16(ordinal % 4)) }
        if ordinal % 11 == 0 { measures.bootID = .max - UInt64(ordinal % 2) }
        let start = now - .milliseconds(.random(in: -5...3_000, using: &random))
        return Observation(
            probe: ProbeAddress(
                owner: isReference ? .reference(ordinal % 2) : .target((ordinal * 7) % 40),
                probe: ordinal % 3,
                epoch: UInt32(ordinal / 900)
            ),
            startedAt: start,
            endedAt: start + .milliseconds(.random(in: 0...4_000, using: &random)),
            result: isUp ? .up : .down(Reason(.timedOut, ordinal % 2 == 0 ? "after 3s" : "")),
            signs: isUp ? [.synAck, .http] : [],
            remote: isUp ? IPAddress(ordinal % 4 == 0 ? "2001:db8::\(ordinal % 9)" : "203.0.113.\(ordinal % 9)") : nil,
            measures: measures
        )
    }

    private static func rows(of steps: [JournalledStep], each count: Int) throws -> [StepRow] {
        var encoder = StepEncoder()
        var rows: [StepRow] = []
        for (index, step) in steps.enumerated() {
            if index % count == 0 || encoder.mustEnd(before: step), let row = encoder.takeRow() { rows.append(row) }
            try encoder.add(step)
        }
        if let row = encoder.takeRow() { rows.append(row) }
        return rows
    }
}

/// The same numbers in every run (SplitMix64).
private struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
