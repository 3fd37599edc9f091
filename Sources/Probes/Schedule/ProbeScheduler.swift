public import Engine
import Synchronization

/// Starts the probes of a plan on a thread of its own and hands their observations to the sink.
///
/// `Schedule` decides; this shell keeps the time and performs. Observations are put together with those of the wake-up
/// that is about to come anyway, and handed over at once where none is near.
public final class ProbeScheduler: Sendable {
    private let probers: any ProbeMaker
    private let clock: any SteadyClock
    private let sink: any ObservationSink
    private let doorbell: Doorbell
    private let state: Mutex<State>

    private struct State {
        var schedule = Schedule()
        /// Waits for the start, so that turns are counted from there.
        var plan: ProbePlan
        var thread: ServiceThread?
        var isStopped = false
        /// When the thread will next look at the outbox by itself; nil: not before it is rung for.
        var nextWake: Timestamp?
        var outbox: [Observation] = []
        var isDelivering = false
        var tallies: [ProbeTally] = []

        mutating func add(_ observation: Observation, kind: String) {
            outbox.append(observation)
            if let index = tallies.firstIndex(where: { $0.kind == kind }) {
                tallies[index].count(observation.result)
            } else {
                var tally = ProbeTally(kind: kind)
                tally.count(observation.result)
                tallies.append(tally)
            }
        }

        mutating func beginDelivery() -> [Observation] {
            guard !isDelivering, !isStopped else { return [] }
            return continueDelivery()
        }

        mutating func continueDelivery() -> [Observation] {
            let batch = isStopped ? [] : outbox
            isDelivering = !batch.isEmpty
            outbox.removeAll(keepingCapacity: true)
            return batch
        }
    }

    /// Longest sleep, since neither poll(2) nor its clock sees that the machine was suspended meanwhile.
    private static let longestSleep: Int64 = 1_000

    /// Starts nothing yet. Throws where the process is out of descriptors.
    public convenience init(
        plan: ProbePlan,
        probers: Probers,
        clock: any SteadyClock,
        sink: any ObservationSink
    ) throws(SystemFailure) {
        try self.init(plan: plan, maker: probers, clock: clock, sink: sink)
    }

    init(
        plan: ProbePlan,
        maker: any ProbeMaker,
        clock: any SteadyClock,
        sink: any ObservationSink
    ) throws(SystemFailure) {
        probers = maker
        self.clock = clock
        self.sink = sink
        doorbell = try Doorbell()
        state = Mutex(State(plan: plan))
    }

    // MARK: Orders

    /// Begins to take turns. Once only.
    public func start() throws(SystemFailure) {
        apply(state.withLock { $0.plan })
        let thread = try ServiceThread.start("defib-probes") { [self] in run() }
        state.withLock { state in
            precondition(state.thread == nil, "a scheduler starts once")
            state.thread = thread
        }
    }

    /// Replaces the plan. Probes that are the same keep their pace; those under way still report, under the epoch of the
    /// plan they were started by.
    public func update(_ plan: ProbePlan) {
        let isStarted = state.withLock { state in
            state.plan = plan
            return state.thread != nil
        }
        if isStarted { apply(plan) }
    }

    func apply(_ plan: ProbePlan) {
        let items = plan.probes.map { Schedule.Item(probe: $0, ready: probers.ready($0)) }
        state.withLock { $0.schedule.update(items, now: clock.now()) }
        doorbell.ring()
    }

    /// A burst: starts these now, outside their pace. One under way is started again right after it ends, so that each
    /// has a result with `startedAt` not before this call.
    public func probeNow(_ addresses: [ProbeAddress]) {
        let actions = state.withLock { $0.isStopped ? [] : $0.schedule.request(addresses, now: clock.now()) }
        perform(actions)
    }

    /// Ends the thread and lets go of what is under way; a delivery that has begun may still end. Not from the sink.
    public func stop() {
        let thread = state.withLock { state in
            state.isStopped = true
            state.outbox = []
            defer { state.thread = nil }
            return state.thread
        }
        doorbell.ring()
        thread?.join()
    }

    /// Reads the counters; the greatest lag begins anew.
    public func takeStatistics() -> ProbeStatistics {
        state.withLock { state in
            var statistics = ProbeStatistics()
            statistics.schedule = state.schedule.takeCounters()
            statistics.inFlight = state.schedule.inFlight
            statistics.tallies = state.tallies
            return statistics
        }
    }

    // MARK: The thread

    private func run() {
        while let sleep = takeTurns() {
            doorbell.wait(atMost: sleep)
        }
    }

    /// Returns how long to sleep, in milliseconds; nil: no more.
    func takeTurns() -> Int32? {
        let actions: [Schedule.Action]? = state.withLock { state in
            guard !state.isStopped else { return nil }
            let now = clock.now()
            state.nextWake = now
            guard let next = state.schedule.nextWake, next <= now else { return [] }
            return state.schedule.takeTurns(now: now)
        }
        guard let actions else { return nil }
        perform(actions)
        deliver()
        return state.withLock { state in
            state.nextWake = state.schedule.nextWake
            if !state.outbox.isEmpty, !state.isDelivering { return 0 }
            guard let next = state.nextWake else { return Int32(ProbeScheduler.longestSleep) }
            let span = (next - clock.now()).milliseconds
            return Int32(min(max(0, span), ProbeScheduler.longestSleep))
        }
    }

    private func perform(_ actions: [Schedule.Action]) {
        var batch = StartBatch()
        for action in actions {
            switch action {
            case .start(let ready, let ticket):
                ready.start(in: &batch) { [self] finding in finished(ticket, finding) }
            case .report(let observation, let kind):
                state.withLock { $0.add(observation, kind: kind) }
                deliverUnlessAboutTo()
            }
        }
        probers.start(batch)
    }

    private func finished(_ ticket: UInt64, _ finding: Finding) {
        let next: Schedule.Action? = state.withLock { state in
            let now = clock.now()
            guard !state.isStopped, let (flight, next) = state.schedule.finish(ticket, now: now) else { return nil }
            let observation = finding.observation(of: flight.address, startedAt: flight.startedAt, endedAt: now)
            state.add(observation, kind: flight.kind)
            return next
        }
        if let next { perform([next]) }
        deliverUnlessAboutTo()
    }

    // MARK: Delivery

    /// Leaves the outbox to the thread where it comes by within a tick.
    private func deliverUnlessAboutTo() {
        let soon = clock.now() + .milliseconds(Schedule.tick)
        let isThreadNear = state.withLock { $0.thread != nil && ($0.nextWake.map { $0 <= soon } ?? false) }
        if !isThreadNear { deliver() }
    }

    /// Empties the outbox. One thread delivers at a time, for the sake of order; the others leave theirs to it.
    private func deliver() {
        var batch = state.withLock { $0.beginDelivery() }
        while !batch.isEmpty {
            sink.observationsArrived(batch)
            batch = state.withLock { $0.continueDelivery() }
        }
    }
}
