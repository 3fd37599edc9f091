import Engine
import Glibc
import Journal
import Logging
import Probes
import Testing
import Transfer

@testable import Daemon

/// How far the watchdog can trust itself, measured as a turn of the engine's loop.
@Suite struct WatchdogMeterTests {
    private let start = Timestamp(milliseconds: 1_000_000)

    @Test func itMeasuresOnceASecondAndALittleSoonerInCompany() throws {
        var parts = try Parts()
        parts.meter.begin(at: start)
        #expect(parts.meter.measure(at: start) != nil)
        #expect(parts.meter.dueAt == start + .seconds(1))
        #expect(parts.meter.measure(at: start + .milliseconds(700)) == nil)
        #expect(parts.meter.measure(at: start + .milliseconds(800))?.loopLag == .zero)
        #expect(parts.meter.dueAt == start + .milliseconds(1_800))
        parts.close()
    }

    @Test func howLateItComesIsTheLoopsLagAndTheStartIsNone() throws {
        var parts = try Parts()
        parts.meter.begin(at: start + .seconds(60))
        #expect(parts.meter.measure(at: start + .seconds(60))?.loopLag == .zero)
        #expect(parts.meter.measure(at: start + .milliseconds(63_500))?.loopLag == .milliseconds(2_500))
        #expect(parts.meter.measure(at: start + .milliseconds(64_500))?.loopLag == .zero)
        parts.close()
    }

    @Test func whatWaitedLongestForTheLoopIsItsLagToo() throws {
        var parts = try Parts()
        parts.meter.begin(at: start)
        parts.meters.note(loopLag: .milliseconds(300))
        #expect(parts.meter.measure(at: start)?.loopLag == .milliseconds(300))
        parts.close()
    }

    @Test func droppedObservationsAndThePauseFileAreSeen() throws {
        var parts = try Parts()
        parts.meter.begin(at: start)
        let many = Array(repeating: Sample.observation(at: start), count: EventQueue.capacity + 3)
        parts.queue.observationsArrived(many)
        close(creat("\(parts.folder.path)/PAUSED", 0o600))
        let health = parts.meter.measure(at: start)
        #expect(health?.droppedObservations == 3)
        #expect(health?.pauseFile == true)
        unlink("\(parts.folder.path)/PAUSED")
        #expect(parts.meter.measure(at: start + .seconds(1))?.pauseFile == false)
        parts.close()
    }

    @Test func theLoopMeasuresItselfAndDistrustsAHangOfItsOwn() throws {
        let parts = try Parts()
        let clock = BootClock()
        let (store, journal) = try Sample.journal(in: parts.folder)
        let loop = EngineLoop(
            queue: parts.queue,
            journal: journal,
            clock: clock,
            meters: parts.meters,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            meter: parts.meter,
            perform: { _ in }
        )
        let engine = Engine(policy: Sample.policy, now: clock.now())
        let thread = try ServiceThread.start("test-loop") { loop.run(engine) }
        parts.heartbeat.noteListing()
        #expect(comesTo(.well, parts.heartbeat))
        // Nothing else waits meanwhile: its own measurement does.
        parts.queue.post(.visit { _, _ in usleep(2_500_000) })
        var condition = VitalSigns.Condition.well
        for _ in 0..<1_000 where condition == .well {
            usleep(10_000)
            condition = parts.heartbeat.report.condition
        }
        guard case .ill(let reason) = condition else {
            Issue.record("\(condition)")
            return
        }
        #expect(reason.contains("the event loop lagged"))
        parts.queue.close()
        thread.join()
        try store.close()
        parts.close()
    }

    /// Waits ten seconds at most.
    private func comesTo(_ condition: VitalSigns.Condition, _ heartbeat: Heartbeat) -> Bool {
        for _ in 0..<1_000 {
            if heartbeat.report.condition == condition { return true }
            usleep(10_000)
        }
        return false
    }
}

private struct Parts {
    let folder = Folder()
    let meters = Meters()
    let transfers: TransferLoop
    let queue: EventQueue
    let heartbeat: Heartbeat
    var meter: WatchdogMeter

    init() throws {
        let clock = BootClock()
        transfers = try TransferLoop()
        queue = try EventQueue(clock: clock)
        let resolver = try Resolver()
        let probers = Probers(transfers: transfers, echoes: try EchoLoop(resolver: resolver), clock: clock)
        heartbeat = Heartbeat(
            nil,
            queue: queue,
            clock: clock,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            sender: HeartbeatSender(transport: transfers)
        )
        meter = WatchdogMeter(
            queue: queue,
            scheduler: ProbeScheduler(plan: ProbePlan(probes: []), probers: probers, clock: clock, sink: queue),
            resolver: resolver,
            meters: meters,
            heartbeat: heartbeat,
            pauseFile: PauseFile(in: folder.path)
        )
    }

    func close() { transfers.shutdown() }
}
