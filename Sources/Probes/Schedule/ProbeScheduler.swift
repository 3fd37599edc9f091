public import Engine
import Synchronization
public import Transfer

/// Starts the probes of a plan, as a lodger of the transfer loop, and hands their observations to the sink.
///
/// `Schedule` decides; this shell keeps the time and performs. Each wake-up of a thread that sleeps costs 15 µs, a quarter of a
/// probe: so a start takes none but the transfer's own, and what is no news waits a little for company.
public final class ProbeScheduler: Sendable {
    private let probers: any ProbeMaker
    private let loop: TransferLoop
    private let clock: any SteadyClock
    private let sink: any ObservationSink
    private let state: Mutex<State>

    private struct State {
        var schedule = Schedule()
        /// Waits for the start, so that turns are counted from there; nil: it has started.
        var awaiting: ProbePlan?
        var isStopped = false
        /// When turns will next be taken; nil: not before the loop is told to.
        var nextWake: Timestamp?
        var outbox: [Observation] = []
        /// When the first of the outbox must have gone; nil while it is empty.
        var outboxDue: Timestamp?
        var isDelivering = false
        var tallies: [ProbeTally] = []

        mutating func add(_ observation: Observation, kind: String, isNews: Bool) {
            outbox.append(observation)
            outboxDue = isNews ? observation.endedAt : outboxDue ?? observation.endedAt + ProbeScheduler.company
            if let index = tallies.firstIndex(where: { $0.kind == kind }) {
                tallies[index].count(observation.result)
            } else {
                var tally = ProbeTally(kind: kind)
                tally.count(observation.result)
                tallies.append(tally)
            }
        }

        /// Nothing yet where the outbox can wait for a turn that comes in time.
        mutating func beginDelivery(now: Timestamp) -> [Observation] {
            guard !isDelivering, !isStopped, let due = outboxDue else { return [] }
            guard due <= now || nextWake.map({ due < $0 }) ?? true else { return [] }
            return continueDelivery()
        }

        mutating func continueDelivery() -> [Observation] {
            let batch = isStopped ? [] : outbox
            isDelivering = !batch.isEmpty
            outbox.removeAll(keepingCapacity: true)
            outboxDue = nil
            return batch
        }
    }

    /// Longest sleep, since neither epoll(7) nor its clock sees that the machine was suspended meanwhile.
    private static let longestSleep: Int64 = 1_000
    /// How long an observation may wait that says what the one before it said: up again, as nobody doubted. Anything else
    /// goes at once, and takes along what waits.
    static let company = TimeSpan.milliseconds(50)

    /// Starts nothing yet.
    public convenience init(plan: ProbePlan, probers: Probers, clock: any SteadyClock, sink: any ObservationSink) {
        self.init(plan: plan, maker: probers, loop: probers.transfers, clock: clock, sink: sink)
    }

    init(
        plan: ProbePlan,
        maker: any ProbeMaker,
        loop: TransferLoop,
        clock: any SteadyClock,
        sink: any ObservationSink
    ) {
        probers = maker
        self.loop = loop
        self.clock = clock
        self.sink = sink
        state = Mutex(State(awaiting: plan))
    }

    // MARK: Orders

    /// Begins to take turns. Once only.
    public func start() {
        begin()
        loop.lodge(self)
    }

    /// Makes the plan that waits for the start that of the schedule.
    func begin() {
        state.withLock { state in
            guard let plan = state.awaiting.take() else { preconditionFailure("a scheduler starts once") }
            state.schedule.update(plan.probes, now: clock.now(), ready: probers.ready)
        }
    }

    /// Replaces the plan. Probes that are the same keep their pace; those under way still report, under the epoch of the
    /// plan they were started by.
    public func update(_ plan: ProbePlan) {
        let hasStarted = state.withLock { state in
            guard state.awaiting == nil else {
                state.awaiting = plan
                return false
            }
            state.schedule.update(plan.probes, now: clock.now(), ready: probers.ready)
            return true
        }
        if hasStarted { loop.lodge(self) }
    }

    /// A burst: starts these now, outside their pace. One under way is started again right after it ends, so that each
    /// has a result with `startedAt` not before this call.
    public func probeNow(_ addresses: [ProbeAddress]) {
        let actions = state.withLock { $0.isStopped ? [] : $0.schedule.request(addresses, now: clock.now()) }
        perform(actions)
    }

    /// Takes no more turns and lets go of what is under way; a turn or a delivery that has begun may still end.
    public func stop() {
        state.withLock { state in
            state.isStopped = true
            state.outbox = []
            state.outboxDue = nil
        }
        loop.lodge(self)
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

    // MARK: Starts and ends

    private func perform(_ actions: [Schedule.Action]) {
        guard !actions.isEmpty else { return }
        var batch = StartBatch()
        for action in actions {
            switch action {
            case .start(let ready, let ticket, let isConfirming):
                batch.isConfirming = isConfirming
                ready.start(in: &batch) { [self] finding in finished(ticket, finding) }
            case .report(let observation, let kind):
                deliver(
                    state.withLock { state in
                        state.add(observation, kind: kind, isNews: true)
                        return state.beginDelivery(now: observation.endedAt)
                    }
                )
            }
        }
        probers.start(batch)
    }

    private func finished(_ ticket: UInt64, _ finding: Finding) {
        let now = clock.now()
        let (next, batch) = state.withLock { state -> (Schedule.Action?, [Observation]) in
            guard !state.isStopped, let (flight, next) = state.schedule.finish(ticket, now: now) else {
                return (nil, [])
            }
            let observation = finding.observation(of: flight.address, startedAt: flight.startedAt, endedAt: now)
            let isNews = state.schedule.isNews(finding.result, of: flight)
            state.add(observation, kind: flight.kind, isNews: isNews)
            return (next, state.beginDelivery(now: now))
        }
        if let next { perform([next]) }
        deliver(batch)
    }

    /// Hands over what was taken from the outbox, and what has come meanwhile. One thread delivers at a time, for the sake of
    /// order; the others leave theirs to it.
    private func deliver(_ taken: [Observation]) {
        var batch = taken
        while !batch.isEmpty {
            sink.observationsArrived(batch)
            batch = state.withLock { $0.continueDelivery() }
        }
    }
}

extension ProbeScheduler: Lodger {
    /// Starts what is due, and hands over what has waited long enough.
    public func takeTurn() -> Int32? {
        let actions: [Schedule.Action]? = state.withLock { state in
            guard !state.isStopped else { return nil }
            let now = clock.now()
            state.nextWake = now
            guard let next = state.schedule.nextWake, next <= now else { return [] }
            return state.schedule.takeTurns(now: now)
        }
        guard let actions else { return nil }
        perform(actions)
        let (sleep, batch) = state.withLock { state in
            let now = clock.now()
            state.nextWake = state.schedule.nextWake
            let span = state.nextWake.map { ($0 - now).milliseconds } ?? ProbeScheduler.longestSleep
            return (min(max(0, span), ProbeScheduler.longestSleep), state.beginDelivery(now: now))
        }
        deliver(batch)
        return Int32(sleep)
    }
}
