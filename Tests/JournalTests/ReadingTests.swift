import Engine
import GRDB
import Glibc
import Testing

@testable import Journal

/// Reading beside a daemon, and after its death.
struct ReadingTests {
    private let directory: TemporaryDirectory
    private let story: Story

    init() throws {
        directory = try TemporaryDirectory()
        story = try Story()
    }

    @Test func aReaderSeesWhatAHoldersCommitsSaid() throws {
        let journal = try open()
        let reader = try #require(try? JournalReader(directory: directory.data))
        #expect(try reader.incidents(limit: 10).isEmpty)
        try journal.commit(story.batch)
        #expect(try reader.incidents(limit: 10) == [story.incident()])
        #expect(try reader.incident(1) == story.incident())
        #expect(try reader.incident(2) == nil)
        #expect(try reader.pauses(limit: 10) == [story.pause])
    }

    @Test func scopesSelectAndLimitsKeepTheLatest() throws {
        let other = try #require(VPSID("vps_2"))
        var strange = story.decision(9)
        strange.vps = other
        strange.incident = nil
        let decisions = (1...5).map { story.decision($0) } + [strange]
        try open().commit(JournalBatch(records: decisions.map(Record.decision) + [.action(story.action())]))
        let reader = try JournalReader(directory: directory.data)
        #expect(try reader.decisions(limit: 2).map(\.id) == [5, 9])
        #expect(try reader.decisions(.incident(1), limit: 3).map(\.id) == [3, 4, 5])
        #expect(try reader.decisions(.vps(other), limit: 10) == [strange])
        #expect(try reader.actions(.incident(1), limit: 10) == [story.action()])
        #expect(try reader.actions(.vps(other), limit: 10).isEmpty)
        #expect(try reader.notifications(.incident(1), limit: 10).isEmpty)
    }

    @Test func allOpenIncidentsAreListedAndTheLastOfTheOthers() throws {
        let ended = (2...6).map { id in
            story.incident(id) {
                $0.state = .closed
                $0.endedAt = time(100)
            }
        }
        try open().commit(JournalBatch(records: ([story.incident(1)] + ended).map(Record.incident)))
        let reader = try JournalReader(directory: directory.data)
        #expect(try reader.incidents(limit: 2).map(\.id) == [6, 5, 1])
        #expect(try reader.incidents(.vps(story.vps), limit: 1).map(\.id) == [6, 1])
        #expect(try reader.incidents(.incident(4), limit: 1).map(\.id) == [4])
    }

    @Test func aReadUnderWayDelaysNoCommit() throws {
        let journal = try open()
        let reader = try JournalReader(directory: directory.data)
        try reader.read { database in
            let before = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM pause")
            try journal.commit(JournalBatch(records: [.pause(story.pause)]))
            #expect(try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM pause") == before)
        }
        #expect(try reader.pauses(limit: 1) == [story.pause])
    }

    @Test func textsAreUnicodeAndBounded() throws {
        let journal = try open()
        let essay = String(repeating: "🫀", count: 5_000)
        try journal.commit(
            JournalBatch(records: [
                .decision(story.decision(1, summary: essay)), .notification(story.notification()),
            ])
        )
        let summary = try #require(try journal.reader.decisions(limit: 1).first?.summary)
        #expect(summary == String(repeating: "🫀", count: 2_048) + "…")
        #expect(try journal.reader.notifications(limit: 1) == [story.notification()])
    }

    @Test func aReaderOfNothingSaysSo() {
        expect("no journal at \(directory.database); has `defib run` been started with this data_dir?")
        #expect(entries(of: directory.path) == [])
    }

    @Test func aReaderMigratesNothing() throws {
        try open().close()
        let queue = try DatabaseQueue(path: directory.database)
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 0") }
        try queue.close()
        expect(
            "\(directory.database) has schema 0, this Defib reads \(Schema.version); "
                + "start `defib run` of this version once to migrate it"
        )
    }

    private func open() throws -> JournalStore {
        try JournalStore(directory: directory.data, startedAt: time(0))
    }

    private func expect(_ message: String) {
        #expect {
            _ = try JournalReader(directory: directory.data)
        } throws: {
            "\($0)" == message
        }
    }
}
