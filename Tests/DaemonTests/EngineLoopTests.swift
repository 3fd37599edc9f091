import Engine
import Glibc
import Logging
import Probes
import Synchronization
import Testing

@testable import Daemon
@testable import Journal

/// The one order that matters: the journal first, then the outside.
@Suite struct EngineLoopTests {
    private let meters = Meters()

    private func writer(_ folder: Folder, limits: JournalLimits = JournalLimits()) throws -> (
        JournalStore, JournalWriter
    ) {
        let store = try JournalStore(directory: folder.path, limits: limits, startedAt: StoppedClock().now())
        return (
            store,
            JournalWriter(
                store: store,
                beginning: Sample.beginning,
                policy: Sample.beginning.policy,
                meters: meters
            )
        )
    }

    @Test func anIntentIsOnDiskBeforeAnythingLeaves() throws {
        let folder = Folder()
        var (store, writer) = try writer(folder)
        let effects: [Effect] = [
            .record(.action(Sample.intent())), .reply(request: 1, .notPossible("test")),
        ]
        let isDurable = writer.keep(effects, at: StoppedClock().now())
        #expect(isDurable)
        #expect(try store.reader.actions(limit: 10).map(\.state) == [.intended])
        #expect(try store.pragma("synchronous") == 2)
        #expect(writer.flushDue == nil)
        try store.close()
    }

    @Test func whatNobodyWaitsForIsWrittenBehind() throws {
        let folder = Folder()
        var (store, writer) = try writer(folder)
        let now = StoppedClock().now()
        let isTaken = writer.keep([.record(.action(Sample.intent()))], at: now)
        #expect(isTaken)
        #expect(try store.reader.actions(limit: 10).isEmpty)
        writer.writeBehind(at: now + .seconds(1))
        #expect(try store.reader.actions(limit: 10).count == 1)
        try store.close()
    }

    @Test func whatWasWrittenBehindIsSyncedALittleLater() throws {
        let folder = Folder()
        var (store, writer) = try writer(folder)
        let now = StoppedClock().now()
        _ = writer.keep([.record(.action(Sample.intent()))], at: now)
        let written = try #require(writer.flushDue)
        #expect(written == now + JournalWriter.soon)
        writer.writeBehind(at: written)
        #expect(try store.pragma("synchronous") == 1)
        let synced = try #require(writer.flushDue)
        #expect(synced == written + JournalWriter.unsynced)
        writer.writeBehind(at: synced)
        #expect(try store.pragma("synchronous") == 2)
        #expect(writer.flushDue == nil)
        try store.close()
    }

    @Test func observationsWaitForCompanyUnlessTheyAreMany() throws {
        let folder = Folder()
        var (store, writer) = try writer(folder)
        let now = StoppedClock().now()
        writer.flush()
        writer.append(.observationArrived(Sample.observation(at: now)), at: now)
        #expect(writer.flushDue == now + JournalWriter.patience)
        for _ in 1..<JournalWriter.mostWaiting {
            writer.append(.observationArrived(Sample.observation(at: now)), at: now)
        }
        #expect(writer.flushDue == now)
        writer.writeBehind(at: now)
        // The power may take them: nothing is decided by them that is not kept.
        #expect(try store.pragma("synchronous") == 1)
        #expect(writer.flushDue == nil)
        try store.close()
    }

    @Test func aFullDiskStopsWhatIsOutwardAndLosesNoRecord() throws {
        let folder = Folder()
        var (store, writer) = try writer(folder, limits: JournalLimits(fileBytes: 200_000))
        var incident = IncidentRecord(
            id: 1,
            vps: Sample.id,
            name: "web-1",
            rule: "r",
            firstFailureAt: .distantPast,
            openedAt: .distantPast
        )
        var isDurable = true
        for id in 1...400 where isDurable {
            incident.id = Int64(id)
            incident.conclusion = String(repeating: "x", count: 1_000)
            isDurable = writer.keep(
                [.record(.incident(incident)), .reply(request: 1, .notPossible("test"))],
                at: StoppedClock().now()
            )
        }
        #expect(!isDurable)
        #expect(meters.journalFault != nil)
        try store.close()
    }

    @Test func aPowerActionWhoseIntentCanNotBeWrittenIsKnownNotToHaveBeenSent() throws {
        let folder = Folder()
        let (store, writer) = try writer(folder)
        try store.close()
        let queue = try EventQueue(clock: BootClock())
        let sent = Mutex<[Effect]>([])
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let loop = EngineLoop(queue: queue, journal: writer, clock: BootClock(), meters: meters, log: log) { effect in
            sent.withLock { $0.append(effect) }
        }
        queue.post(
            .operatorRequestedPower(request: 1, .restart, vps: Sample.id, by: "anna", overrides: everyGate)
        )
        let engine = Engine(policy: Sample.policy, now: BootClock().now())
        let thread = try ServiceThread.start("test-loop") { loop.run(engine) }
        answerInspections(sent, queue)
        queue.close()
        thread.join()
        #expect(sent.withLock { effects in effects.contains { if case .inspect = $0 { true } else { false } } })
        #expect(!sent.withLock { effects in effects.contains { if case .sendPower = $0 { true } else { false } } })
        let replies = sent.withLock { effects in
            effects.compactMap { if case .reply(_, let reply) = $0 { reply } else { nil } }
        }
        guard case .sent(let action) = try #require(replies.first) else {
            Issue.record("expected the request to be answered")
            return
        }
        #expect(action.state == .rejected)
    }

    @Test func aNotificationCarriesWhereTheChainStoodWhenItLeft() throws {
        let folder = Folder()
        let (store, writer) = try writer(folder)
        var earlier = JournalBatch()
        earlier.append(
            Record.decision(
                DecisionRecord(
                    id: 1,
                    incident: nil,
                    vps: Sample.id,
                    name: "web-1",
                    at: StoppedClock().now(),
                    verdict: .note,
                    action: nil,
                    summary: "earlier",
                    evidence: nil
                )
            )
        )
        let head = try store.commit(earlier)
        let queue = try EventQueue(clock: BootClock())
        let sent = Mutex<[Effect]>([])
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let loop = EngineLoop(queue: queue, journal: writer, clock: BootClock(), meters: meters, log: log) { effect in
            sent.withLock { $0.append(effect) }
        }
        var policy = Sample.policy
        policy.routes = [Route(receivers: ["oncall"])]
        queue.post(.noticeChanged(key: "configuration", line: "a drill"))
        queue.close()
        loop.run(Engine(policy: policy, now: BootClock().now()))
        let heads = sent.withLock { effects in
            effects.compactMap { if case .deliver(let notification, _) = $0 { notification.chainHead } else { nil } }
        }
        #expect(head.decision == 1)
        #expect(heads == [head.description])
        try store.close()
    }

    private var everyGate: [GateOverride] {
        Gate.allCases.map { GateOverride(gate: $0, reason: "test") }
    }

    /// Plays the provider until a reply was given, for ten seconds at most.
    private func answerInspections(_ sent: borrowing Mutex<[Effect]>, _ queue: EventQueue) {
        var answered = 0
        for _ in 0..<1_000 {
            let effects = sent.withLock { $0 }
            if effects.contains(where: { if case .reply = $0 { true } else { false } }) { return }
            for effect in effects.dropFirst(answered) {
                if case .inspect(let request, let vps, _) = effect {
                    let failure = ProviderFailure(kind: .server, message: "503")
                    queue.post(.inspectionArrived(request: request, vps: vps, .failure(failure)))
                }
            }
            answered = effects.count
            usleep(10_000)
        }
    }
}
