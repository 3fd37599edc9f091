import Engine
import FoundationEssentials
import Glibc
import Journal
import Testing

/// What is done with a journal afterwards, and an operator's words on targets and rules.
@Suite("replay, audit, silence, unlatch, rules")
struct HistoryTests {
    private func scene(decisions: Int) throws -> (Scene, ChainHead) {
        let scene = try Scene()
        let start = Timestamp(milliseconds: 1_777_293_296_000)
        let store = try JournalStore(directory: "\(scene.folder.path)/data", startedAt: start)
        var batch = JournalBatch()
        for id in 1...decisions {
            let decision = DecisionRecord(
                id: Int64(id),
                incident: nil,
                vps: VPSID(Scene.vps),
                name: "web-1",
                at: start,
                verdict: .note,
                action: nil,
                summary: "remark \(id)",
                evidence: nil
            )
            batch.append(Record.decision(decision))
        }
        let head = try store.commit(batch)
        try store.close()
        return (scene, head)
    }

    @Test("An intact chain passes, and so does the head that was notified")
    func intact() throws {
        let (scene, head) = try scene(decisions: 5)
        let outcome = try scene.program.run("audit", "--head", "\(head)")
        #expect(outcome.status == 0)
        #expect(outcome.words.contains("5 decisions, the chain is whole."))
        #expect(outcome.words.contains("Decision 5 is the one that was notified."))
    }

    @Test("A row that was changed is named")
    func tampered() throws {
        let (scene, _) = try scene(decisions: 5)
        let path = "\(scene.folder.path)/data/journal.sqlite"
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let place = try #require(bytes.firstRange(of: Array("remark 3".utf8)))
        bytes[place.lowerBound] = UInt8(ascii: "R")
        try Data(bytes).write(to: URL(filePath: path))
        let outcome = try scene.program.run("audit")
        #expect(outcome.status == 1)
        #expect(outcome.words.contains("The chain is broken at decision 3"))
    }

    @Test("A head of another chain, and one beyond the end, are findings")
    func heads() throws {
        let (scene, head) = try scene(decisions: 2)
        let other = String(repeating: "0", count: 64)
        let rewritten = try scene.program.run("audit", "--head", "2:\(other)")
        #expect(rewritten.status == 1)
        #expect(rewritten.words.contains("Decision 2 is another one than was notified"))
        let cut = try scene.program.run("audit", "--head", "3:\(head.hash)")
        #expect(cut.status == 1)
        #expect(cut.words.contains("Decision 3 is not there"))
        let nonsense = try scene.program.run("audit", "--head", "nonsense")
        #expect(nonsense.status == 2)
        #expect(nonsense.errorLines.count == 1)
    }

    @Test("Without a journal there is one line, and without a life in it nothing is claimed")
    func nothingToPlay() throws {
        let empty = try Scene()
        let none = try empty.program.run("replay")
        #expect(none.status == 1)
        #expect(none.errors.contains("no journal at"))
        let (scene, _) = try scene(decisions: 1)
        let outcome = try scene.program.run("replay")
        #expect(outcome.status == 1)
        #expect(outcome.words.contains("Nothing to play."))
        #expect(try scene.program.run("replay", "--since", "yesterday").status == 2)
    }

    @Test("A running daemon's journal is played again, and its operator silences, judges and unlatches")
    func alive() throws {
        let scene = try Scene()
        let daemon = try scene.program.start(["run"])
        try eventually("the target is up") {
            try scene.program.run("status").words.contains("1 of 1 up")
        }
        let misspelt = try scene.program.run("silence", "add", "web-2", "--for", "1h", "--reason", "kernel")
        #expect(misspelt.errors == "defib: no target is named 'web-2'; did you mean 'web-1'?\n")
        let endless = try scene.program.run("silence", "add", "web-1", "--for", "soon", "--reason", "kernel")
        #expect(endless.status == 2)
        #expect(try scene.program.run("silence", "add", "web-1", "--for", "1h", "--reason", "kernel").status == 0)
        #expect(try scene.program.run("status").words.contains("silenced until"))
        #expect(try scene.program.run("silence", "list").words.contains("web-1"))
        #expect(try scene.program.run("silence", "end", "1").status == 0)
        #expect(try scene.program.run("silence", "list").output == "Nothing is silenced.\n")
        #expect(try scene.program.run("silence", "end", "1").errors.contains("no silence 1 is in force"))
        #expect(try scene.program.run("unlatch", "--reason", "drill").errors == "defib: nothing is latched\n")
        #expect(try scene.program.run("rules").status == 0)
        #expect(try scene.program.run("rules", "judge", "9", "wrong").errors.contains("no incident 9"))
        let unknown = try scene.program.run("rules", "trust", "nobody", "--reason", "x")
        #expect(unknown.errors.contains("there is no rule 'nobody'"))
        daemon.signal(SIGTERM)
        #expect(try daemon.wait(seconds: 30) == 0)
        let replay = try scene.program.run("replay")
        #expect(replay.status == 0, "\(replay.output)")
        #expect(replay.words.contains("reproduced exactly"))
    }
}
