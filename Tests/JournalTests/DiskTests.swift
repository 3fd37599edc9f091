import Engine
import Glibc
import Testing

@testable import Journal

/// A disk without room: told as such, nothing half written, and writable again once there is room.
struct DiskTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test func aJournalAtItsLimitReportsAFullDiskAndStaysWhole() throws {
        let limits = JournalLimits(fileBytes: 300_000)
        let journal = try JournalStore(directory: directory.data, limits: limits, startedAt: time(0))
        let committed = try fill(journal)
        #expect(try journal.reader.chainHead().decision == committed)
        #expect(try journal.reader.auditChain() == .intact(decisions: Int(committed), head: journal.reader.chainHead()))
    }

    @Test(.enabled(if: geteuid() == 0, "mounting a small file system takes root"))
    func aFullFileSystemIsNamedAndComesBack() throws {
        mkdir(directory.data, 0o700)
        try #require(
            mount("tmpfs", directory.data, "tmpfs", 0, "size=1m") == 0,
            "mounting a small file system is not permitted here: \(words(for: errno))"
        )
        defer { umount2(directory.data, Int32(MNT_DETACH)) }
        let ballast = directory.data + "/ballast"
        let journal = try JournalStore(directory: directory.data, startedAt: time(0))
        try write([UInt8](repeating: 1, count: 300_000), to: ballast)
        let committed = try fill(journal)
        unlink(ballast)
        try journal.commit(JournalBatch(records: [.decision(Story().decision(committed + 1))]))
        #expect(try journal.reader.chainHead().decision == committed + 1)
    }

    /// Commits decisions until there is no room; returns the last that went in.
    private func fill(_ journal: JournalStore) throws -> Int64 {
        let story = try Story()
        for id in Int64(1)...2_000 {
            do {
                try journal.commit(JournalBatch(records: [.decision(story.decision(id, summary: filler))]))
            } catch {
                #expect(error == .diskFull(path: directory.database))
                #expect("\(error)" == "no space left for \(directory.database); free some, or move data_dir")
                return id - 1
            }
        }
        throw NeverFull()
    }

    private let filler = String(repeating: "x", count: 4_000)
    private struct NeverFull: Error {}
}
