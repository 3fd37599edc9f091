import Engine
import GRDB
import Glibc
import Testing

@testable import Journal

/// What is refused when a journal is opened, in which words; and that what is refused stays as it was.
struct OpeningTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test func theDirectoryIsMadeForItsOwnerAlone() throws {
        let journal = try open()
        var status = stat()
        #expect(stat(directory.data, &status) == 0 && status.st_mode & 0o777 == 0o700)
        for name in ["journal.sqlite", "journal.sqlite-wal", "lock"] {
            #expect(stat(directory.data + "/" + name, &status) == 0 && status.st_mode & 0o777 == 0o600, "\(name)")
        }
        withExtendedLifetime(journal) {}
    }

    @Test func commitsReachTheDisk() throws {
        let journal = try open()
        #expect(try journal.pragma("synchronous") == 2)
        #expect(try journal.pragma("user_version") == Schema.version)
    }

    @Test func aMissingParentIsNamed() {
        expect("data_dir /nowhere/data: its parent directory does not exist; create it, or correct data_dir") {
            try JournalStore(directory: "/nowhere/data", startedAt: time(0))
        }
    }

    @Test func aFileInTheDirectorysPlaceIsNamed() throws {
        try write([], to: directory.data)
        expect("data_dir \(directory.data) is not a directory; move the file away, or correct data_dir") { try open() }
        unlink(directory.data)
    }

    @Test func aDirectoryThatCannotBeWrittenIsNamed() {
        // Not even root creates files here.
        let place = "/proc/self/fdinfo"
        #expect {
            _ = try JournalStore(directory: place, startedAt: time(0))
        } throws: { error in
            guard case .notWritable(let path, _) = error as? JournalError else { return false }
            return path == place + "/lock" && "\(error)".contains("let the user Defib runs as own data_dir")
        }
    }

    @Test func aSecondDaemonIsToldWhoHoldsTheJournal() throws {
        let first = try open()
        expect(
            "data_dir \(directory.data) is in use by another Defib (pid \(getpid()), started \(time(0))); "
                + "stop it first, or give this one its own data_dir"
        ) { try open() }
        withExtendedLifetime(first) {}
    }

    @Test func theLockGoesWithItsHolder() throws {
        try open().close()
        #expect(throws: Never.self) { try open() }
    }

    @Test func aNewerSchemaIsLeftAlone() throws {
        try open().close()
        try sql("PRAGMA user_version = 7")
        let before = try contents(of: directory.database)
        expect(
            "\(directory.database) was made by a newer Defib: schema 7, this one knows \(Schema.version); "
                + "run the newer version"
        ) { try open() }
        #expect(try contents(of: directory.database) == before)
    }

    @Test func anotherProgramsDatabaseIsLeftAlone() throws {
        mkdir(directory.data, 0o700)
        try sql("CREATE TABLE theirs (x)")
        expect(
            "\(directory.database) is not a journal of Defib's; move it away, or correct data_dir"
        ) { try open() }
    }

    @Test func aDamagedHeaderIsNamedAndKept() throws {
        try open().close()
        var bytes = try contents(of: directory.database)
        bytes.replaceSubrange(0..<32, with: repeatElement(0x5A, count: 32))
        try write(bytes, to: directory.database)
        expectDamage()
        #expect(try contents(of: directory.database) == bytes)
    }

    @Test func aFileCutShortIsNamed() throws {
        try open().close()
        let bytes = try contents(of: directory.database)
        try write(Array(bytes[..<(bytes.count - 4_096)]), to: directory.database)
        expectDamage()
    }

    @Test func aDamagedRowIsNamed() throws {
        let journal = try open()
        let story = try Story()
        try journal.commit(JournalBatch(records: (1...50).map { .decision(story.decision($0)) }))
        try journal.close()
        let root = try sql("SELECT rootpage FROM sqlite_schema WHERE name = 'decision'")
        var bytes = try contents(of: directory.database)
        let start = (root - 1) * 4_096
        bytes.replaceSubrange(start..<start + 4_096, with: repeatElement(0xA5, count: 4_096))
        try write(bytes, to: directory.database)
        expectDamage()
    }

    private func open() throws -> JournalStore {
        try JournalStore(directory: directory.data, startedAt: time(0))
    }

    private func expect(_ message: String, _ body: () throws -> JournalStore) {
        #expect {
            _ = try body()
        } throws: {
            "\($0)" == message
        }
    }

    private func expectDamage() {
        #expect {
            _ = try open()
        } throws: { error in
            guard case .corrupt(let path, _) = error as? JournalError else { return false }
            return path == directory.database && "\(error)".contains("move it and its -wal file away, or restore them")
        }
    }

    @discardableResult
    private func sql(_ text: String) throws -> Int {
        let queue = try DatabaseQueue(path: directory.database)
        defer { try? queue.close() }
        return try queue.writeWithoutTransaction { try Int.fetchOne($0, sql: text) ?? 0 }
    }
}
