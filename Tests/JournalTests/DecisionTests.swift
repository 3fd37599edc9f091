import Engine
import GRDB
import Testing

@testable import Journal

/// Decisions are appended, chained and never changed.
struct DecisionTests {
    private let directory: TemporaryDirectory
    private let story: Story
    private let journal: JournalStore

    init() throws {
        directory = try TemporaryDirectory()
        story = try Story()
        journal = try JournalStore(directory: directory.data, startedAt: time(0))
        try journal.commit(JournalBatch(records: (1...3).map { .decision(story.decision($0)) }))
    }

    @Test func theHeadMovesWithEachDecision() throws {
        let before = try journal.reader.chainHead()
        try journal.commit(JournalBatch(records: [.decision(story.decision(4))]))
        let after = try journal.reader.chainHead()
        #expect((before.decision, after.decision) == (3, 4))
        #expect(before.hash != after.hash)
        #expect(after.hash.utf8.count == 64)
    }

    @Test func anUntouchedChainIsIntactOverRestarts() throws {
        try journal.close()
        let next = try JournalStore(directory: directory.data, startedAt: time(1))
        try next.commit(JournalBatch(records: [.decision(story.decision(4))]))
        #expect(try next.reader.auditChain() == .intact(decisions: 4, head: next.reader.chainHead()))
    }

    @Test func anEmptyChainIsIntact() throws {
        let other = try TemporaryDirectory()
        let empty = try JournalStore(directory: other.data, startedAt: time(0))
        #expect(try empty.reader.auditChain() == .intact(decisions: 0, head: empty.reader.chainHead()))
    }

    @Test func aChangedDecisionShows() throws {
        #expect(throws: DatabaseError.self) { try sql("UPDATE decision SET at = 0 WHERE id = 2") }
        try sql("DROP TRIGGER decision_is_final")
        try sql("UPDATE decision SET body = CAST(REPLACE(CAST(body AS TEXT), 'passed', 'missed') AS BLOB) WHERE id = 2")
        #expect(try journal.reader.auditChain() == .broken(atDecision: 2))
    }

    @Test func aDecisionTakenOutShows() throws {
        try sql("DELETE FROM decision WHERE id = 2")
        #expect(try journal.reader.auditChain() == .broken(atDecision: 3))
    }

    @Test func aRepeatedIdIsRefusedAndTakesItsBatchAlong() throws {
        let batch = JournalBatch(records: [.pause(story.pause), .decision(story.decision(3))])
        #expect(throws: JournalError.self) { try journal.commit(batch) }
        #expect(try journal.recover().pause == nil)
    }

    private func sql(_ text: String) throws {
        let queue = try DatabaseQueue(path: directory.database)
        try queue.writeWithoutTransaction { try $0.execute(sql: text) }
        try queue.close()
    }
}
