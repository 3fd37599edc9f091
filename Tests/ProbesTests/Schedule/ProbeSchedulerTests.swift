import Engine
import Testing
import Transfer

@testable import Probes

/// The thread around the schedule, on the real clock.
@Suite struct ProbeSchedulerTests {
    private let sink = Collector()
    private let clock = BootClock()

    private func scheduler(_ probes: [PlannedProbe], held: [String: HeldProbe] = [:]) throws -> ProbeScheduler {
        ProbeScheduler(
            plan: ProbePlan(probes: probes),
            maker: FakeMaker(held: held),
            loop: try TransferLoop(),
            clock: clock,
            sink: sink
        )
    }

    @Test func `Each probe is observed once an interval`() async throws {
        let probes = (0..<20).map {
            PlannedProbe.sample(target: $0, every: .milliseconds(100), timeout: .milliseconds(50))
        }
        let scheduler = try scheduler(probes)
        let began = clock.now()
        scheduler.start()
        defer { scheduler.stop() }
        try await eventually("every probe is observed five times") { sink.observations.count >= 100 }
        scheduler.stop()
        let rounds = (clock.now() - began).milliseconds / 100 + 1
        let byProbe = Dictionary(grouping: sink.observations, by: \.probe)
        #expect(Set(byProbe.keys) == Set(probes.map(\.address)))
        for observations in byProbe.values {
            #expect(observations.count <= rounds, "no probe starts more often than its pace")
            #expect(zip(observations, observations.dropFirst()).allSatisfy { $0.startedAt < $1.startedAt })
        }
    }

    @Test func `Observations of one wake-up arrive together`() async throws {
        let probes = (0..<200).map {
            PlannedProbe.sample(target: $0, every: .milliseconds(100), timeout: .milliseconds(50))
        }
        let scheduler = try scheduler(probes)
        scheduler.start()
        defer { scheduler.stop() }
        try await eventually("a thousand observations") { sink.observations.count >= 1_000 }
        #expect(sink.batches.count <= sink.observations.count / 4)
    }

    @Test func `An observation with no wake-up near is not held back`() async throws {
        let held = HeldProbe()
        let scheduler = try scheduler([.sample("slow", every: .seconds(3_600))], held: ["slow": held])
        scheduler.start()
        defer { scheduler.stop() }
        try await eventually("it starts") { held.starts == 1 }
        held.end(.down(Reason(.timedOut)))
        try await eventually("it arrives long before the next turn") { sink.observations.count == 1 }
        #expect(sink.observations.first?.result == .down(Reason(.timedOut)))
    }

    @Test func `A burst gives every probe a result asked for after it`() async throws {
        let busy = HeldProbe()
        let probes = [
            // Not given up, as slow as the machine may be.
            PlannedProbe.sample("busy", target: 0, every: .seconds(3_600), timeout: .seconds(600)),
            PlannedProbe.sample("idle", target: 1, every: .seconds(3_600)),
        ]
        let scheduler = try scheduler(probes, held: ["busy": busy])
        scheduler.start()
        defer { scheduler.stop() }
        try await eventually("the first is under way") { busy.starts == 1 }
        try await Task.sleep(for: .milliseconds(5))
        let asked = clock.now()
        scheduler.probeNow(probes.map(\.address))
        #expect(busy.starts == 1, "it does not overlap itself")
        busy.end()
        try await eventually("it is started again at once") { busy.starts == 2 }
        busy.end()
        try await eventually("three results") { sink.observations.count == 3 }
        let fresh = sink.observations.filter { $0.startedAt >= asked }
        #expect(Set(fresh.map(\.probe)) == Set(probes.map(\.address)))
    }

    @Test func `A reload goes on, under the new epoch`() async throws {
        let held = HeldProbe()
        let scheduler = try scheduler([.sample("held", epoch: 1)], held: ["held": held])
        scheduler.start()
        defer { scheduler.stop() }
        try await eventually("it starts") { held.starts == 1 }
        scheduler.update(ProbePlan(probes: [.sample("held", epoch: 2), .sample("other", target: 1, epoch: 2)]))
        held.end()
        scheduler.probeNow([PlannedProbe.sample("held", epoch: 2).address])
        try await eventually("it starts again") { held.starts == 2 }
        held.end()
        try await eventually("both report") { sink.observations.filter { $0.probe.owner == .target(0) }.count == 2 }
        #expect(sink.observations.filter { $0.probe.owner == .target(0) }.map(\.probe.epoch) == [1, 2])
    }

    @Test func `A stopped scheduler is quiet`() async throws {
        let held = HeldProbe()
        let scheduler = try scheduler([.sample("held")], held: ["held": held])
        scheduler.start()
        try await eventually("it starts") { held.starts == 1 }
        scheduler.stop()
        held.end()
        scheduler.probeNow([PlannedProbe.sample("held").address])
        scheduler.stop()
        #expect(held.starts == 1)
        #expect(sink.observations.isEmpty)
    }

    @Test func `The statistics count starts, ends, results and lag`() async throws {
        let held = HeldProbe()
        let probes = [
            PlannedProbe.sample("held"), .sample("tcp", target: 1, check: .tcp(TCPCheck(host: "h", port: 1))),
        ]
        let scheduler = try scheduler(probes, held: ["held": held])
        scheduler.start()
        defer { scheduler.stop() }
        try await eventually("it starts") { held.starts == 1 }
        #expect(scheduler.takeStatistics().inFlight >= 1)
        held.end(.unknown(Reason(.networkUnreachable)))
        scheduler.probeNow([probes[1].address])
        try await eventually("both report") { sink.observations.count >= 2 }
        let statistics = scheduler.takeStatistics()
        #expect(statistics.inFlight == 0)
        #expect(statistics.schedule.starts == statistics.schedule.completions)
        #expect(statistics.tallies.first { $0.kind == "icmp" }?.unknown == 1)
        #expect(statistics.tallies.first { $0.kind == "tcp" }?.up == UInt64(sink.observations.count - 1))
        #expect(statistics.schedule.lag.counts.reduce(0, +) >= 1)
    }

    @Test func `A thousand probes an interval cost at most a wake-up a tick`() async throws {
        let probes = (0..<1_000).map {
            PlannedProbe.sample(target: $0, every: .seconds(1), timeout: .milliseconds(500))
        }
        let scheduler = try scheduler(probes)
        let began = clock.now()
        scheduler.start()
        defer { scheduler.stop() }
        try await eventually("every probe is observed twice") { sink.observations.count >= 2_000 }
        let ticks = (clock.now() - began).milliseconds / Schedule.tick + 2
        #expect(scheduler.takeStatistics().schedule.wakeUps <= ticks)
    }
}
