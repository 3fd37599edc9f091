import Engine
import Glibc
import Testing

@testable import Journal

/// What a commit outlives, and that the power takes no more than the end.
struct DurabilityTests {
    private let directory: TemporaryDirectory
    private let story: Story

    init() throws {
        directory = try TemporaryDirectory()
        story = try Story()
    }

    @Test func eachCommitIsAsDurableAsItWasAskedToBe() throws {
        let journal = try open()
        try commit(journal, 1, .process)
        #expect(try journal.pragma("synchronous") == 1)
        try commit(journal, 2, .power)
        #expect(try journal.pragma("synchronous") == 2)
    }

    @Test func anEmptyCommitMakesThoseBeforeItDurable() throws {
        let journal = try open()
        try commit(journal, 1, .process)
        let length = try contents(of: log).count
        try journal.commit(JournalBatch(), outliving: .power)
        #expect(try journal.pragma("synchronous") == 2)
        // SQLite syncs where something was written, and nowhere else.
        let synced = try contents(of: log).count
        #expect(synced > length)
        try journal.commit(JournalBatch(), outliving: .power)
        #expect(try contents(of: log).count == synced)
        try journal.close()
    }

    /// A disk may have kept anything of what it was not told to sync: its beginning, a part with holes, or nothing.
    @Test func whateverThePowerTakesOfTheUnsyncedTheRestIsWhole() throws {
        let journal = try open()
        for id in Int64(1)...3 { try commit(journal, id, .power) }
        let synced = try contents(of: log).count
        for id in Int64(4)...8 { try commit(journal, id, .process) }
        let (main, log) = (try contents(of: directory.database), try contents(of: log))
        let page = 4_096
        var kept: Set<Int64> = []
        for cut in stride(from: synced, to: log.count, by: page * 5) {
            let zeros = Array<UInt8>(repeating: 0, count: min(page, log.count - cut))
            let hole = log[..<cut] + zeros + log[cut...].dropFirst(page)
            kept.insert(try decisions(main, Array(log[..<cut])))
            kept.insert(try decisions(main, Array(hole)))
        }
        kept.insert(try decisions(main, log))
        #expect(kept.min() == 3)
        #expect(kept.max() == 8)
        #expect(kept.count > 2)
        try journal.close()
    }

    /// How many decisions are left of such a disk, whose chain must be whole.
    private func decisions(_ main: [UInt8], _ log: [UInt8]) throws -> Int64 {
        let copy = directory.path + "/copy"
        for name in entries(of: copy) { unlink(copy + "/" + name) }
        mkdir(copy, 0o700)
        try write(main, to: copy + "/journal.sqlite")
        try write(log, to: copy + "/journal.sqlite-wal")
        chmod(copy + "/journal.sqlite", 0o600)
        let journal = try JournalStore(directory: copy, startedAt: time(1_000))
        let head = try journal.reader.chainHead()
        #expect(try journal.reader.auditChain() == .intact(decisions: Int(head.decision), head: head))
        try journal.close()
        return head.decision
    }

    private func commit(_ journal: JournalStore, _ id: Int64, _ durability: Durability) throws {
        try journal.commit(JournalBatch(records: [.decision(story.decision(id))]), outliving: durability)
    }

    private var log: String { directory.database + "-wal" }

    private func open() throws -> JournalStore {
        try JournalStore(directory: directory.data, startedAt: time(0))
    }
}
