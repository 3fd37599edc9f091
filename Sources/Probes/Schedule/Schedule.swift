import Engine

/// When which probe starts, as a pure state machine: time comes in as an argument, what is to be done comes out.
///
/// The rules, each of which a test names:
/// - A probe's turns are `interval` apart from its first, however late any of them was taken.
/// - Turns missed while the machine slept are skipped, never made up for in a bunch.
/// - A probe never overlaps itself: a turn that comes while it is under way is taken when it ends, or skipped if the next
///   turn comes first.
/// - A turn more than an interval late tells nothing of the target and is reported as unknown.
struct Schedule {
    /// How far turns are put together: one wake-up costs more than a probe's own work.
    static let tick: Int64 = 10
    /// How long after its timeout a probe that has not reported is given up, so that a fault of ours can't silence it.
    static let patience = TimeSpan.seconds(5)

    enum Action {
        case start(any ReadyProbe, ticket: UInt64, isConfirming: Bool)
        case report(Observation, kind: String)
    }

    /// A started probe. It outlives the plan it was started under, and reports under that plan's epoch.
    struct Flight {
        let address: ProbeAddress
        let kind: String
        let startedAt: Timestamp
        let givenUpAt: Timestamp
        /// Outside its pace: somebody waits for the answer.
        let isAskedFor: Bool
        /// Nil once the plan no longer holds the probe.
        var slot: Int?
    }

    private enum Wish {
        /// A turn of its pace came meanwhile.
        case turn
        /// Somebody waits for the answer.
        case request
    }

    private struct Slot {
        let probe: PlannedProbe
        let ready: any ReadyProbe
        var nextTurn: Timestamp
        var flight: UInt64?
        /// Why another start is due as soon as the present flight ends; nil: none is.
        var wish: Wish?
        /// Its last result was that it is up.
        var isUp = false
        // Of the probe, by themselves: reading them off it copies the whole of its definition.
        let address: ProbeAddress
        let kind: String
        let interval: TimeSpan
        let timeout: TimeSpan

        init(_ probe: PlannedProbe, ready: any ReadyProbe, nextTurn: Timestamp) {
            self.probe = probe
            self.ready = ready
            self.nextTurn = nextTurn
            address = probe.address
            kind = probe.definition.check.kind
            interval = probe.definition.interval
            timeout = probe.definition.timeout
        }

        mutating func takeOver(_ former: Slot) {
            if former.interval == interval { nextTurn = former.nextTurn }
            flight = former.flight
            wish = former.wish
            isUp = former.isUp
        }
    }

    private var counters = ScheduleCounters()
    private var slots: [Slot] = []
    private var positions: [ProbeAddress: Int] = [:]
    private var turns = DeadlineHeap<Int>()
    private var flights = FlightTable()

    var inFlight: Int { flights.count }

    /// When to call `takeTurns` next: the earliest turn, put off to the end of its tick.
    var nextWake: Timestamp? {
        turns.first.map { Timestamp(milliseconds: Schedule.tickEnd($0.at)) }
    }

    // MARK: Inputs

    /// Replaces the plan. What is the same probe as before keeps its pace and its flight, and what it was made ready with
    /// where it is carried out as before; the others are made ready by `ready`.
    mutating func update(_ probes: [PlannedProbe], now: Timestamp, ready: (PlannedProbe) -> any ReadyProbe) {
        var former = formerSlots()
        var spread = Spread(from: Timestamp(milliseconds: Schedule.tickEnd(now.milliseconds)))
        flights.leavePlan()
        slots = []
        slots.reserveCapacity(probes.count)
        positions = [:]
        turns.removeAll()
        for (index, probe) in probes.enumerated() {
            let first = spread.firstTurn(of: probe.definition.interval)
            let kept = former.isEmpty ? nil : former[probe.identity]?.popLast()
            let same = kept.flatMap { $0.probe.isCarriedOut(as: probe) ? $0.ready : nil }
            var slot = Slot(probe, ready: same ?? ready(probe), nextTurn: first)
            if let kept { slot.takeOver(kept) }
            if let ticket = slot.flight { flights.move(ticket, to: index) }
            slots.append(slot)
            positions[probe.address] = index
            turns.insert(index, at: slot.nextTurn.milliseconds)
        }
    }

    /// Takes every turn that has come.
    mutating func takeTurns(now: Timestamp) -> [Action] {
        counters.wakeUps += 1
        var actions: [Action] = []
        while let turn = turns.popFirst(notAfter: now.milliseconds) {
            takeTurn(of: turn.key, now: now, into: &actions)
            turns.insert(turn.key, at: slots[turn.key].nextTurn.milliseconds)
        }
        return actions
    }

    /// Starts these at once, outside their pace; those under way again as soon as they end, so that every one of them
    /// has a result that was asked for after `now`. Addresses of another epoch are ignored.
    mutating func request(_ addresses: [ProbeAddress], now: Timestamp) -> [Action] {
        var actions: [Action] = []
        for address in addresses {
            guard let index = positions[address] else { continue }
            startOrWant(index, isAskedFor: true, now: now, into: &actions)
        }
        return actions
    }

    /// Ends a flight; nil where it had been given up before.
    mutating func finish(_ ticket: UInt64, now: Timestamp) -> (flight: Flight, next: Action?)? {
        guard let flight = flights.remove(ticket) else { return nil }
        counters.completions += 1
        guard let index = flight.slot else { return (flight, nil) }
        slots[index].flight = nil
        return (flight, slots[index].wish.map { start(index, isAskedFor: $0 == .request, now: now) })
    }

    /// Whether a flight's result tells more than that all is as it was: then nobody waits for it. To be asked once a flight.
    mutating func isNews(_ result: ProbeResult, of flight: Flight) -> Bool {
        guard let index = flight.slot, case .up = result else {
            if let index = flight.slot { slots[index].isUp = false }
            return true
        }
        defer { slots[index].isUp = true }
        return flight.isAskedFor || !slots[index].isUp
    }

    /// Reads the counters; the greatest lag begins anew.
    mutating func takeCounters() -> ScheduleCounters {
        defer { counters.lag.maximum = .zero }
        return counters
    }

    // MARK: Turns

    private mutating func takeTurn(of index: Int, now: Timestamp, into actions: inout [Action]) {
        let (turn, interval) = (slots[index].nextTurn, slots[index].interval)
        let late = now - turn
        let missed = late.milliseconds / interval.milliseconds
        slots[index].nextTurn = turn + interval * (missed + 1)
        counters.skippedTurns += UInt64(missed)
        if late > interval {
            counters.startedLate += 1
            actions.append(startedLate(slots[index], late: late, now: now))
            return
        }
        counters.lag.record(late)
        if slots[index].wish != nil { counters.skippedTurns += 1 }
        startOrWant(index, isAskedFor: false, now: now, into: &actions)
    }

    private mutating func startOrWant(_ index: Int, isAskedFor: Bool, now: Timestamp, into actions: inout [Action]) {
        if let ticket = slots[index].flight, let flight = flights[ticket] {
            guard now >= flight.givenUpAt else {
                if isAskedFor || slots[index].wish == nil { slots[index].wish = isAskedFor ? .request : .turn }
                return
            }
            _ = flights.remove(ticket)
            counters.abandoned += 1
            actions.append(abandoned(flight, now: now))
        }
        actions.append(start(index, isAskedFor: isAskedFor, now: now))
    }

    private mutating func start(_ index: Int, isAskedFor: Bool, now: Timestamp) -> Action {
        counters.starts += 1
        let flight = Flight(
            address: slots[index].address,
            kind: slots[index].kind,
            startedAt: now,
            givenUpAt: now + slots[index].timeout + Schedule.patience,
            isAskedFor: isAskedFor,
            slot: index
        )
        let ticket = flights.add(flight)
        slots[index].flight = ticket
        slots[index].wish = nil
        return .start(slots[index].ready, ticket: ticket, isConfirming: isAskedFor)
    }

    private func startedLate(_ slot: Slot, late: TimeSpan, now: Timestamp) -> Action {
        let finding = Finding(.unknown(Reason(.startedLate, "its turn came \(late) late")))
        let observation = finding.observation(of: slot.address, startedAt: now, endedAt: now)
        return .report(observation, kind: slot.kind)
    }

    private func abandoned(_ flight: Flight, now: Timestamp) -> Action {
        let finding = Finding(.unknown(Reason(.internalFault, "the probe did not end by itself")))
        let observation = finding.observation(of: flight.address, startedAt: flight.startedAt, endedAt: now)
        return .report(observation, kind: flight.kind)
    }

    private func formerSlots() -> [PlannedProbe.Identity: [Slot]] {
        Dictionary(grouping: slots.reversed(), by: \.probe.identity)
    }

    private static func tickEnd(_ milliseconds: Int64) -> Int64 {
        (milliseconds + tick - 1) / tick * tick
    }
}
