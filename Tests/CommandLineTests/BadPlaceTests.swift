import Glibc
import Journal
import Testing

import struct Engine.Timestamp

/// Tokens, folders and ports that can't be used: one line each, status 1, and everything stays as it was.
@Suite("Bad places")
struct BadPlaceTests {
    @Test(
        "A token file that can't be used is one line with its remedy",
        arguments: [
            ("", mode_t(0o600), "empty"), ("two words\n", 0o600, "one line"), (Scene.token, 0o644, "chmod 600"),
            (Scene.token, nil, "not found"),
        ]
    )
    func tokens(_ text: String, _ mode: mode_t?, _ words: String) throws {
        let scene = try Scene()
        unlink("\(scene.folder.path)/token")
        if let mode { try scene.folder.write(text, to: "token", mode: mode) }
        for arguments in [["run"], ["check", "--online"], ["vps", "list"]] {
            let outcome = try scene.program.run(arguments)
            #expect(outcome.status == 1)
            #expect(outcome.errorLines.filter { $0.contains("token") }.count == 1)
            #expect(outcome.errors.contains(words))
            #expect(!outcome.errors.contains(Scene.token))
        }
        #expect(scene.api.requests.isEmpty)
    }

    @Test("A port in use is named, with the remedy")
    func port() throws {
        let scene = try Scene()
        try scene.configure([("127.0.0.1:0", "127.0.0.1:\(scene.api.port)")])
        let outcome = try scene.program.run("run")
        #expect(outcome.status == 1)
        let lines = outcome.errorLines.filter { $0.hasPrefix("defib: ") }
        #expect(lines.count == 1)
        #expect(lines.first?.contains("\(scene.api.port) is already in use") ?? false)
        #expect(lines.first?.contains("listen") ?? false)
    }

    @Test("A data_dir whose parent is missing is named")
    func noParent() throws {
        try expectRefusal([("data_dir: data", "data_dir: no/such/place")], "data_dir") { _ in }
    }

    @Test("A data_dir that is a file is named")
    func file() throws {
        try expectRefusal([], "not a directory") { try $0.write("", to: "data") }
    }

    @Test("A data_dir in use by another is named, with its holder")
    func locked() throws {
        let scene = try Scene()
        let store = try JournalStore(directory: "\(scene.folder.path)/data", startedAt: Timestamp(milliseconds: 1))
        let outcome = try scene.program.run("run")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("in use by another Defib (pid \(getpid())"))
        try store.close()
    }

    @Test("A journal that is no database is left as it was")
    func corrupt() throws {
        let scene = try Scene()
        let rubbish = String(repeating: "rubbish ", count: 1_000)
        try scene.folder.write(rubbish, to: "data/journal.sqlite")
        for arguments in [["run"], ["explain", "web-1"]] {
            let outcome = try scene.program.run(arguments)
            #expect(outcome.status == 1)
            #expect(outcome.errorLines.filter { $0.contains("journal.sqlite") }.count == 1)
            #expect(outcome.errors.contains("move it"))
        }
        #expect(try scene.folder.read("data/journal.sqlite") == rubbish)
    }

    @Test("A journal of a newer Defib is left as it was")
    func newer() throws {
        let scene = try Scene()
        let directory = "\(scene.folder.path)/data"
        try JournalStore(directory: directory, startedAt: Timestamp(milliseconds: 1)).close()
        try setUserVersion(99, of: "\(directory)/journal.sqlite")
        for arguments in [["run"], ["explain", "web-1"]] {
            let outcome = try scene.program.run(arguments)
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("made by a newer Defib: schema 99"))
        }
    }

    private func expectRefusal(
        _ changes: [(String, String)],
        _ words: String,
        _ prepare: (Folder) throws -> Void
    ) throws {
        let scene = try Scene()
        try scene.configure(changes)
        try prepare(scene.folder)
        let outcome = try scene.program.run("run")
        #expect(outcome.status == 1)
        #expect(outcome.errorLines.filter { $0.hasPrefix("defib: ") }.count == 1)
        #expect(outcome.errors.contains(words))
    }

    /// Bytes 60 to 63 of an SQLite file, big-endian (sqlite.org/fileformat2.html §1.3).
    private func setUserVersion(_ version: UInt32, of path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var bytes = version.bigEndian
        #expect(pwrite(descriptor, &bytes, 4, 60) == 4)
    }
}
