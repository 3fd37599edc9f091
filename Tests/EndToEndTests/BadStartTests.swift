import Glibc
import Sandbox
import Testing
import Transfer

/// No guest is needed: a Defib that can't start has asked nobody anything.
@Suite("A start that can't be", .needsRoot)
struct BadStartTests {
    @Test("for its port is in use")
    func port() async throws {
        try await Workshop.open { workshop in
            let taken = try await workshop.namespace.run { try ListeningSocket.open(port: 0) }
            try workshop.configure(port: taken.port)
            try await workshop.refusesToStart(naming: "127.0.0.1:\(taken.port)", "in use")
        }
    }

    @Test("for another Defib runs in its data_dir")
    func lock() async throws {
        try await Workshop.open { workshop in
            let first = RunningDefib(in: workshop.namespace, web: workshop.web, folder: workshop.folder)
            try await first.start()
            _ = try await eventually("the first is ready") { await workshop.client.answers("/-/ready").ifTrue }
            let ending = try await workshop.start()
            #expect(ending.code == 1)
            #expect(ending.lines.count == 1, "\(ending.errors)")
            #expect(ending.errors.contains("\(workshop.folder.file("data")) is in use by another Defib"))
            #expect(ending.errors.contains("pid \(first.pid)"))
            #expect(await workshop.client.answers("/-/healthy"))
            await first.clear()
        }
    }

    @Test("for others may read its token")
    func token() async throws {
        try await Workshop.open { workshop in
            try workshop.folder.put("secret-of-the-workshop\n", in: "token", mode: 0o644)
            try await workshop.refusesToStart(naming: workshop.folder.file("token"), "chmod")
        }
    }

    @Test("for its journal is damaged")
    func damage() async throws {
        try await Workshop.open { workshop in
            var bytes = try await workshop.journal()
            // The second page and the third: a table's root, at the least.
            for index in 4096..<min(bytes.count, 3 * 4096) { bytes[index] = 0xA5 }
            try workshop.folder.put(bytes, in: "data/journal.sqlite")
            try await workshop.refusesToStart(naming: "data/journal.sqlite", "damaged")
        }
    }

    @Test("for its journal is a newer Defib's")
    func future() async throws {
        try await Workshop.open { workshop in
            var bytes = try await workshop.journal()
            // `user_version`, big-endian, at offset 60 of an SQLite file's header (sqlite.org/fileformat2.html).
            bytes.replaceSubrange(60..<64, with: [0, 0, 0, 99])
            try workshop.folder.put(bytes, in: "data/journal.sqlite")
            try await workshop.refusesToStart(naming: "data/journal.sqlite", "newer Defib: schema 99")
        }
    }
}

/// A configuration and a place to run it, without any guest.
private struct Workshop: Sendable {
    let folder: Folder
    let namespace: NetworkNamespace
    let web: ListeningSocket
    let client: DaemonClient

    static func open(_ body: (Workshop) async throws -> Void) async throws {
        try await Admission.shared.withSeat {
            let folder = try Folder()
            defer { folder.remove() }
            let transport = try TransferLoop()
            defer { transport.shutdown() }
            let namespace = try await NetworkNamespace.make()
            let web = try ListeningSocket.open(port: 0)
            let client = DaemonClient(transport: transport, origin: "http://127.0.0.1:\(web.port)")
            let up = try await namespace.complete(["ip", "link", "set", "lo", "up"])
            #expect(up.code == 0, "\(up.errors)")
            let workshop = Workshop(folder: folder, namespace: namespace, web: web, client: client)
            try folder.put("secret-of-the-workshop\n", in: "token")
            try workshop.configure(port: web.port)
            try await body(workshop)
        }
    }

    /// Nobody listens at the API's address, nor at a target's, which is no obstacle to a start.
    func configure(port: Int) throws {
        let scene = Scene(mode: "observe")
        try folder.put(scene.webhookToken, in: "webhook-token")
        let directions = StageDirections(
            guests: [.numbered(1, kind: .light), .numbered(2, kind: .light)],
            api: "http://127.0.0.1:9",
            inbox: "http://127.0.0.1:9/",
            port: port
        )
        try folder.put(scene.rules, in: "rules.yml", mode: 0o644)
        try folder.put(scene.configuration(directions), in: "defib.yml", mode: 0o644)
    }

    func start() async throws -> Ending {
        try await namespace.defib("run", "--config", folder.file("defib.yml"))
    }

    /// The file that a life of Defib leaves.
    func journal() async throws -> [UInt8] {
        let defib = RunningDefib(in: namespace, web: web, folder: folder)
        try await defib.start()
        _ = try await eventually("it is ready") { await client.answers("/-/ready").ifTrue }
        #expect(await defib.terminate() == 0)
        return folder.bytes(of: "data/journal.sqlite")
    }

    /// One line with these words, exit code 1, and everything in `data_dir` as it was.
    func refusesToStart(naming words: String...) async throws {
        let before = try contents()
        let ending = try await start()
        #expect(ending.code == 1)
        #expect(ending.lines.count == 1, "\(ending.errors)")
        for word in words { #expect(ending.errors.contains(word), "\(ending.errors)") }
        #expect(!ending.errors.contains("secret-of-the-workshop"))
        let after = try contents()
        let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
        #expect(changed.isEmpty)
    }

    /// Of `data_dir`, apart from what is there for the moment: who holds the lock, and SQLite's index for its readers.
    private func contents() throws -> [String: [UInt8]] {
        guard access(folder.file("data"), F_OK) == 0 else { return [:] }
        return try folder.files(in: "data").filter { $0.key != "lock" && $0.key != "journal.sqlite-shm" }
    }
}
