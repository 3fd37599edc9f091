import Engine
import Glibc
import Journal
import Testing

/// What one life of the daemon leaves to the next.
struct RecoveryTests {
    private let directory: TemporaryDirectory
    private let story: Story

    init() throws {
        directory = try TemporaryDirectory()
        story = try Story()
    }

    @Test func anEmptyJournalHasNothingToSay() throws {
        #expect(try open().recover() == Recovered())
    }

    @Test func everyKindOfRecordComesBack() throws {
        try live { try $0.commit(story.batch) }
        #expect(
            try open().recover()
                == Recovered(
                    incidents: [story.incident()],
                    actions: [story.action()],
                    proofs: [story.proof],
                    notifications: [story.notification()],
                    pause: story.pause,
                    lastIncidentID: 1,
                    lastActionID: 1,
                    lastDecisionID: 1,
                    lastNotificationID: 1,
                    newestRow: time(90)
                )
        )
    }

    @Test func laterRecordsReplaceEarlierOnes() throws {
        let waiting = story.incident {
            $0.waitUntil = time(300)
            $0.attemptsOfRung = 1
        }
        let accepted = story.action {
            $0.state = .accepted
            $0.answeredAt = time(72)
            $0.operation = Operation(jobID: "job_1", pollPath: "/api/jobs/1")
        }
        try live { journal in
            try journal.commit(story.batch)
            try journal.commit(JournalBatch(records: [.incident(waiting), .action(accepted)]))
        }
        let recovered = try open().recover()
        #expect(recovered.incidents == [waiting])
        #expect(recovered.actions == [accepted])
    }

    @Test func whatIsOverStaysOver() throws {
        let recovered = story.incident {
            $0.state = .recovered
            $0.endedAt = time(200)
        }
        try live { journal in
            try journal.commit(story.batch)
            let delivered = story.notification(1, to: "oncall", .delivered)
            try journal.commit(JournalBatch(records: [.incident(recovered), .notification(delivered)]))
        }
        let left = try open().recover()
        #expect(left.incidents.isEmpty)
        #expect(left.notifications.isEmpty)
        #expect((left.lastIncidentID, left.lastNotificationID) == (1, 1))
        #expect(left.newestRow == time(200))
    }

    @Test func openActionsComeBackHoweverOldAndOthersForAMonth() throws {
        let day: Int64 = 86_400
        let unknown = story.action(1, at: 0) { $0.state = .outcomeUnknown }
        let old = story.action(2, at: 0) { $0.state = .completed }
        let recent = story.action(3, at: 10 * day) { $0.state = .completed }
        let newest = story.action(4, at: 40 * day) { $0.state = .rejected }
        try live { try $0.commit(JournalBatch(records: [unknown, old, recent, newest].map(Record.action))) }
        #expect(try open().recover().actions == [unknown, recent, newest])
    }

    @Test func notificationsComeBackInTheirOrderForEachReceiver() throws {
        let pending = [
            story.notification(1, to: "b"), story.notification(1, to: "a"), story.notification(2, to: "a"),
        ]
        try live { try $0.commit(JournalBatch(records: pending.map(Record.notification))) }
        #expect(try open().recover().notifications == pending)
    }

    @Test func aProofForANewDefinitionReplacesTheOld() throws {
        let redefined = ProofRecord(vps: story.vps, probe: "http", fingerprint: 7, at: time(5))
        try live { try $0.commit(JournalBatch(records: [.proof(story.proof), .proof(redefined)])) }
        #expect(try open().recover().proofs == [redefined])
    }

    @Test func theNewestRowIsTheLatestTimeWhateverTheOrder() throws {
        try live { journal in
            try journal.commit(JournalBatch(records: [.action(story.action(1, at: 500))]))
            try journal.commit(JournalBatch(records: [.action(story.action(2, at: 100))]))
        }
        #expect(try open().recover().newestRow == time(500))
    }

    @Test func anActionKeepsTheBootOfItsIntent() throws {
        try live { try $0.commit(story.batch) }
        let boot = try String(decoding: contents(of: "/proc/sys/kernel/random/boot_id").dropLast(), as: UTF8.self)
        #expect(try open().reader.bootID(ofAction: 1) == boot)
    }

    /// A process of its own commits and is killed with -9, files open and all.
    @Test func aKilledDaemonLosesNothingThatWasCommitted() async throws {
        let data = directory.data
        await #expect(processExitsWith: .signal(SIGKILL)) { [data = data as String] in
            let journal = try JournalStore(directory: data, startedAt: time(0))
            try journal.commit(Story().batch)
            kill(getpid(), SIGKILL)
        }
        let recovered = try open().recover()
        #expect(recovered.actions == [story.action()])
        #expect(recovered.pause == story.pause)
    }

    /// The log's last page did not reach the disk: the commit it belonged to never was, those before it are whole.
    @Test func aTornLogLosesTheLastCommitAlone() throws {
        let journal = try open()
        try journal.commit(JournalBatch(records: [.action(story.action(1))]))
        let intact = try contents(of: directory.database + "-wal").count
        try journal.commit(JournalBatch(records: [.action(story.action(2))]))
        let copy = directory.path + "/copy"
        mkdir(copy, 0o700)
        try write(contents(of: directory.database), to: copy + "/journal.sqlite")
        let torn = try contents(of: directory.database + "-wal")
        try write(Array(torn[..<(intact + (torn.count - intact) / 2)]), to: copy + "/journal.sqlite-wal")
        #expect(try JournalStore(directory: copy, startedAt: time(0)).recover().actions.map(\.id) == [1])
    }

    private func open() throws -> JournalStore {
        try JournalStore(directory: directory.data, startedAt: time(0))
    }

    private func live(_ body: (JournalStore) throws -> Void) throws {
        let journal = try open()
        try body(journal)
        try journal.close()
    }
}
