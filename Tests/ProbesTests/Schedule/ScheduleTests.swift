import Engine
import Testing

@testable import Probes

/// A schedule under a hand-moved clock.
struct ScheduleDriver {
    var schedule = Schedule()
    var now = Timestamp(milliseconds: 1_000_000)

    init(_ probes: [PlannedProbe]) {
        update(probes)
    }

    mutating func update(_ probes: [PlannedProbe]) {
        schedule.update(probes, now: now) { _ in InstantProbe() }
    }

    /// Lets time pass to `span` from now as the scheduler's thread would: waking where the schedule says. Starts that
    /// `ending` does not answer with nil end after that time.
    mutating func run(for span: TimeSpan, ending: TimeSpan? = .milliseconds(1)) -> [Start] {
        let end = now + span
        var starts: [Start] = []
        while let wake = schedule.nextWake, wake <= end {
            now = max(now, wake)
            let taken = schedule.takeTurns(now: now).compactMap { Start($0, at: now) }
            starts += taken
            guard let ending else { continue }
            for start in taken { _ = schedule.finish(start.ticket, now: now + ending) }
        }
        now = end
        return starts
    }

    /// Starts the one probe that comes first, and leaves it under way.
    mutating func firstTicket() throws -> UInt64 {
        let starts = run(for: .milliseconds(10), ending: nil)
        return try #require(starts.first).ticket
    }

    mutating func finish(_ ticket: UInt64) throws -> (flight: Schedule.Flight, next: Schedule.Action?) {
        let ended = schedule.finish(ticket, now: now)
        return try #require(ended)
    }

    struct Start: Equatable {
        let ticket: UInt64
        let at: Timestamp

        init?(_ action: Schedule.Action, at time: Timestamp) {
            guard case .start(_, let ticket, _) = action else { return nil }
            self.ticket = ticket
            at = time
        }
    }
}

@Suite struct ScheduleTests {
    static let fleet = (0..<1_000).map { PlannedProbe.sample(target: $0) }

    @Test func `Starts are spread evenly over the interval`() {
        var driver = ScheduleDriver(ScheduleTests.fleet)
        let began = driver.now
        let starts = driver.run(for: .milliseconds(9_999))
        #expect(starts.count == 1_000)
        let perSecond = Dictionary(grouping: starts) { ($0.at - began).milliseconds / 1_000 }.mapValues(\.count)
        #expect(perSecond.count == 10)
        #expect(perSecond.values.allSatisfy { (95...105).contains($0) }, "\(perSecond)")
    }

    @Test func `The same plan is spread the same way every time`() {
        var one = ScheduleDriver(ScheduleTests.fleet)
        var other = ScheduleDriver(ScheduleTests.fleet)
        #expect(one.run(for: .seconds(20)) == other.run(for: .seconds(20)))
    }

    @Test func `A thousand targets wake the thread at most once a tick`() {
        var driver = ScheduleDriver(ScheduleTests.fleet)
        _ = driver.run(for: .seconds(60))
        let counters = driver.schedule.takeCounters()
        #expect(counters.starts >= 6_000)
        #expect(counters.wakeUps <= 60 * 100)
    }

    @Test func `One wake-up serves all turns of a tick`() {
        let probes = (0..<50).map {
            PlannedProbe.sample(target: $0, every: .milliseconds(100), timeout: .milliseconds(50))
        }
        var driver = ScheduleDriver(probes)
        let starts = driver.run(for: .seconds(10))
        #expect(starts.count >= 4_900)
        #expect(driver.schedule.takeCounters().wakeUps <= 1_001)
    }

    @Test func `The rate is fixed: lateness does not add up`() {
        var driver = ScheduleDriver([.sample(every: .seconds(1), timeout: .milliseconds(500))])
        let first = driver.run(for: .milliseconds(10))
        #expect(first.count == 1)
        let planned = driver.now
        for turn in 1...20 {
            driver.now = planned + .seconds(Int64(turn)) + .milliseconds(300)
            let starts = driver.run(for: .zero)
            #expect(starts.count == 1)
        }
        let counters = driver.schedule.takeCounters()
        #expect(counters.starts == 21)
        #expect(counters.skippedTurns == 0)
        #expect((300...310).contains(counters.lag.maximum.milliseconds))
    }

    @Test func `Missed turns are skipped and not bunched`() {
        var driver = ScheduleDriver([.sample(every: .seconds(1), timeout: .milliseconds(500))])
        _ = driver.run(for: .milliseconds(10))
        driver.now = driver.now + .milliseconds(1_900)
        let starts = driver.run(for: .milliseconds(50))
        #expect(starts.count == 1)
    }

    @Test func `A turn more than an interval late is unknown, and the next is on time`() throws {
        var driver = ScheduleDriver([.sample(every: .seconds(1), timeout: .milliseconds(500))])
        _ = driver.run(for: .milliseconds(10))
        driver.now = driver.now + .seconds(3_600)
        let actions = driver.schedule.takeTurns(now: driver.now)
        guard case .report(let observation, kind: "icmp") = try #require(actions.first), actions.count == 1 else {
            Issue.record("expected one report, got \(actions)")
            return
        }
        #expect(observation.result.reason?.code == .startedLate)
        #expect(observation.startedAt == driver.now)
        guard case .unknown = observation.result else {
            Issue.record("a late start says nothing of the target: \(observation.result)")
            return
        }
        #expect(driver.run(for: .seconds(1)).count == 1)
        let counters = driver.schedule.takeCounters()
        #expect(counters.startedLate == 1)
        #expect(counters.skippedTurns >= 3_598)
    }

    @Test func `A probe never overlaps itself; its turn is taken when it ends`() throws {
        var driver = ScheduleDriver([.sample(every: .seconds(2), timeout: .milliseconds(1_999))])
        let ticket = try driver.firstTicket()
        #expect(driver.run(for: .milliseconds(2_100), ending: nil).isEmpty)
        #expect(driver.schedule.inFlight == 1)
        let ended = try driver.finish(ticket)
        guard case .start(_, _, let isConfirming) = ended.next else {
            Issue.record("the turn that came meanwhile is due now")
            return
        }
        #expect(!isConfirming, "nobody waits for a turn that was merely held up")
        #expect(driver.schedule.inFlight == 1)
    }

    @Test func `A burst that meets a turn held up is still waited for, whichever came first`() throws {
        let probe = PlannedProbe.sample(every: .seconds(2), timeout: .milliseconds(1_999))
        for isBurstFirst in [true, false] {
            var driver = ScheduleDriver([probe])
            let ticket = try driver.firstTicket()
            if isBurstFirst { _ = driver.schedule.request([probe.address], now: driver.now) }
            _ = driver.run(for: .milliseconds(2_100), ending: nil)
            if !isBurstFirst { _ = driver.schedule.request([probe.address], now: driver.now) }
            let ended = try driver.finish(ticket)
            guard case .start(_, _, isConfirming: true) = ended.next else {
                Issue.record("the burst's start is due now")
                return
            }
        }
    }

    @Test func `A probe that never reports is given up as unknown and started again`() throws {
        var driver = ScheduleDriver([.sample(every: .seconds(10), timeout: .seconds(1))])
        let ticket = try driver.firstTicket()
        driver.now = driver.now + .seconds(10)
        let actions = driver.schedule.takeTurns(now: driver.now)
        guard actions.count == 2, case .report(let observation, _) = actions[0], case .start = actions[1] else {
            Issue.record("expected a report and a start, got \(actions)")
            return
        }
        #expect(observation.result == .unknown(Reason(.internalFault, "the probe did not end by itself")))
        let late = driver.schedule.finish(ticket, now: driver.now)
        #expect(late == nil, "it may still report, too late")
    }

    @Test func `A burst starts what is idle now and what is under way right after it ends`() throws {
        let busy = PlannedProbe.sample("busy", target: 0)
        let idle = PlannedProbe.sample("idle", target: 1)
        var driver = ScheduleDriver([busy, idle])
        let ticket = try driver.firstTicket()

        let actions = driver.schedule.request([busy.address, idle.address], now: driver.now)
        #expect(actions.count == 1)
        driver.now = driver.now + .milliseconds(300)
        let ended = try driver.finish(ticket)
        #expect(ended.flight.startedAt < driver.now)
        let next = try #require(ended.next)
        let restarted = try #require(ScheduleDriver.Start(next, at: driver.now))
        let result = try driver.finish(restarted.ticket)
        #expect(result.flight.startedAt == driver.now)
        #expect(result.next == nil)
    }

    @Test func `A burst leaves the pace as it is`() {
        var driver = ScheduleDriver([.sample(every: .seconds(10))])
        _ = driver.run(for: .milliseconds(10))
        let planned = driver.schedule.nextWake
        driver.now = driver.now + .seconds(4)
        _ = driver.schedule.request([PlannedProbe.sample().address], now: driver.now)
        #expect(driver.schedule.nextWake == planned)
    }

    @Test func `A burst for another epoch's addresses is ignored`() {
        var driver = ScheduleDriver([.sample(epoch: 2)])
        #expect(driver.schedule.request([PlannedProbe.sample(epoch: 1).address], now: driver.now).isEmpty)
    }

    @Test func `A reload keeps the pace of what stayed the same, wherever it moved`() {
        var driver = ScheduleDriver([.sample("a", target: 0), .sample("b", target: 1)])
        _ = driver.run(for: .milliseconds(9_990))
        let before = driver.schedule.nextWake
        driver.update([.sample("new", target: 7, epoch: 2), .sample("a", target: 0, epoch: 2)])
        _ = driver.schedule.takeTurns(now: driver.now)
        #expect(before == Timestamp(milliseconds: 1_010_000))
        let starts = driver.run(for: .milliseconds(10_010))
        #expect(starts.contains { $0.at == Timestamp(milliseconds: 1_010_000) })
    }

    @Test func `A reload makes ready only what is carried out otherwise than before`() {
        var schedule = Schedule()
        func made(_ probes: [PlannedProbe]) -> [String] {
            var names: [String] = []
            schedule.update(probes, now: Timestamp(milliseconds: 0)) { probe in
                names.append(probe.definition.name)
                return InstantProbe()
            }
            return names
        }
        var slow = PlannedProbe.sample("slow", target: 1, timeout: .seconds(1))
        #expect(made([.sample("same"), slow]) == ["same", "slow"])
        slow.definition.timeout = .seconds(2)
        let faster = PlannedProbe.sample("same", epoch: 2, every: .seconds(5))
        #expect(made([slow, faster, .sample("new", target: 2, epoch: 2)]) == ["slow", "new"])
    }

    @Test func `What is under way over a reload reports under its old epoch, and does not overlap`() throws {
        var driver = ScheduleDriver([.sample(epoch: 1)])
        let ticket = try driver.firstTicket()
        driver.update([.sample(epoch: 2)])
        #expect(driver.schedule.request([PlannedProbe.sample(epoch: 2).address], now: driver.now).isEmpty)
        let ended = try driver.finish(ticket)
        #expect(ended.flight.address.epoch == 1)
        let next = try #require(ended.next.flatMap { ScheduleDriver.Start($0, at: driver.now) })
        #expect(try driver.finish(next.ticket).flight.address.epoch == 2)
    }

    @Test func `What a reload removed may still report, and is not started again`() throws {
        var driver = ScheduleDriver([.sample(every: .seconds(1), timeout: .milliseconds(900))])
        let ticket = try driver.firstTicket()
        driver.update([])
        #expect(driver.schedule.nextWake == nil)
        let ended = try driver.finish(ticket)
        #expect(ended.next == nil)
        #expect(driver.schedule.inFlight == 0)
    }
}
