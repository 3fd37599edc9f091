import Testing

@testable import Engine

/// A small world around the real engine: guests that are up or down as the scenario says, a provider that answers at
/// once unless told otherwise, and a clock that jumps from one thing due to the next.
struct World {
    /// What a guest gives to each probe.
    enum Guest {
        case alive
        /// Falls silent, ping included.
        case dead
        /// The kernel still answers echoes.
        case halfHung
        /// Nothing can be known: our own fault.
        case unknowable
    }

    struct Provider {
        var inspection = Inspection.healthy
        var failure: ProviderFailure?
        var power: (Int64) -> PowerOutcome = {
            .accepted(Operation(jobID: "job_\($0)", pollPath: "/api/jobs/job_\($0)"), requestID: "req_\($0)")
        }
        var operation: OperationReading = .completed
        /// Power calls that are swallowed: no answer ever comes.
        var isMute = false
        var listedState: PowerState = .running
    }

    var engine: Engine
    var now = Timestamp(milliseconds: 1_000_000_000)
    var guests: [Guest]
    var provider = Provider()
    /// What a power action does to the guest, and after how long.
    var onPower: (PowerAction, Int) -> (Guest, TimeSpan)? = { _, _ in nil }
    var deliveries: [Notification] = []
    var deadReceivers: Set<String> = []
    var sent: [(at: Timestamp, action: PowerAction, vps: VPSID)] = []
    var sealedActions: [SealedAction] = []
    var records: [Record] = []
    var replies: [OperatorReply] = []
    var referencesAreUp = true
    /// What the agent of each guest tells of its boot.
    var bootID: UInt64 = 1
    /// Observations of targets whose index is here never arrive.
    var silent: Set<Int> = []

    /// As it is in force: discovered targets stand in it too.
    private(set) var policy: Policy
    /// As it was last written.
    private var written: Policy
    private var epoch: UInt32 = 0
    private var due: [(at: Timestamp, order: Int, event: Due)] = []
    private var order = 0

    private enum Due {
        case probe(ProbeAddress, repeats: Bool)
        case sweep
        case event(Event)
        case guest(Int, Guest)
    }

    init(_ policy: Policy, guests: Guest = .alive, recovered: Recovered = Recovered()) {
        written = policy
        engine = Engine(policy: policy, recovered: recovered, now: now)
        self.policy = engine.policy
        self.guests = Array(repeating: guests, count: engine.policy.targets.count)
        schedule()
    }

    private mutating func schedule() {
        for (index, target) in policy.targets.enumerated() {
            for probe in target.probes.indices {
                add(
                    .probe(ProbeAddress(owner: .target(index), probe: probe, epoch: epoch), repeats: true),
                    after: .zero
                )
            }
        }
        for index in policy.references.indices {
            add(.probe(ProbeAddress(owner: .reference(index), probe: 0, epoch: epoch), repeats: true), after: .zero)
        }
        if !due.contains(where: { if case .sweep = $0.event { true } else { false } }) { add(.sweep, after: .zero) }
    }

    private mutating func add(_ event: Due, after delay: TimeSpan) {
        order += 1
        due.append((now + delay, order, event))
    }

    /// Lets something happen later.
    mutating func later(_ delay: TimeSpan, _ event: Event) { add(.event(event), after: delay) }
    mutating func later(_ delay: TimeSpan, guest: Int, becomes state: Guest) { add(.guest(guest, state), after: delay) }

    /// Takes in a changed policy. Guests belong to the target at their index; one for each must remain.
    mutating func reload(_ policy: Policy) {
        written = policy
        step(.policyReloaded(policy, epoch: epoch + 1))
    }

    /// A listing of the account as the configuration sees it. A guest that arrives is alive.
    mutating func list(_ found: [Discovered], incompleteness: String? = nil) {
        step(.fleetListed(FleetListing(found: found, startedAt: now, incompleteness: incompleteness)))
    }

    /// Guests stay with their targets.
    private mutating func plan(_ policy: Policy, _ epoch: UInt32) {
        var states: [VPSID: Guest] = [:]
        for (target, state) in zip(self.policy.targets, guests) { states[target.id] = state }
        // At a reload a scenario may put another target at a guest's place.
        let isReplaced = self.policy.targets.count == policy.targets.count
        guests = policy.targets.enumerated().map { states[$1.id] ?? (isReplaced ? guests[$0] : .alive) }
        self.policy = policy
        self.epoch = epoch
        due.removeAll { if case .probe = $0.event { true } else { false } }
        schedule()
    }

    /// Kills the daemon and starts it again on what its journal holds, and on a changed configuration where one is given.
    mutating func crash(into changed: Policy? = nil) {
        written = changed ?? written
        due.removeAll { if case .guest = $0.event { false } else { true } }
        epoch = 0
        engine = Engine(policy: written, recovered: recovered(), now: now)
        policy = engine.policy
        schedule()
    }

    /// What the journal would give back.
    func recovered() -> Recovered {
        var fold = RecordFold()
        for record in records { fold.take(record) }
        return fold.recovered()
    }

    /// Runs until the time has passed.
    mutating func run(_ length: TimeSpan) {
        let end = now + length
        while true {
            let next = due.map(\.at).min()
            let deadline = engine.nextDeadline()
            guard let at = [next, deadline].compactMap(\.self).min(), at <= end else { break }
            now = max(now, at)
            guard let next, next <= at else {
                step(.deadlinePassed)
                continue
            }
            let position = due.indices.min { (due[$0].at, due[$0].order) < (due[$1].at, due[$1].order) } ?? 0
            perform(due.remove(at: position).event)
        }
        now = end
    }

    private mutating func perform(_ event: Due) {
        switch event {
        case .probe(let address, let repeats): probe(address, repeats: repeats)
        case .sweep:
            let readings = policy.targets.map {
                PlatformReading(
                    id: $0.id,
                    name: $0.name,
                    powerState: provider.listedState,
                    serviceStatus: .active,
                    primaryIP: nil
                )
            }
            if provider.failure == nil { step(.platformListed(readings, startedAt: now)) }
            add(.sweep, after: policy.sweep)
        case .event(let event): step(event)
        case .guest(let index, let state): guests[index] = state
        }
    }

    mutating func step(_ event: Event) {
        for effect in engine.step(event, now: now) { perform(effect) }
    }

    private mutating func perform(_ effect: Effect) {
        switch effect {
        case .record(let record): records.append(record)
        case .planProbes(let policy, let epoch): plan(policy, epoch)
        case .probeNow(let addresses): for address in addresses { add(.probe(address, repeats: false), after: .zero) }
        case .sweepPlatform: break
        case .inspect(let request, let vps, _):
            var reading = provider.inspection
            reading.startedAt = now
            reading.ids = reading.ids.isEmpty ? [vps.text] : reading.ids
            let result: Result<Inspection, ProviderFailure> = provider.failure.map { .failure($0) } ?? .success(reading)
            add(.event(.inspectionArrived(request: request, vps: vps, result)), after: .milliseconds(50))
        case .sendPower(let sealed):
            let (id, action, vps) = (sealed.action, sealed.power, sealed.vps)
            sealedActions.append(sealed)
            sent.append((now, action, vps))
            let index = policy.targets.firstIndex { $0.id == vps } ?? 0
            if let (state, delay) = onPower(action, index) { add(.guest(index, state), after: delay) }
            if !provider.isMute {
                add(.event(.powerAnswered(action: id, provider.power(id))), after: .milliseconds(80))
            }
        case .pollOperation(let id, _):
            add(.event(.operationPolled(action: id, provider.operation)), after: .milliseconds(30))
        case .runExec(let id, _, _, _, _):
            add(.event(.execEnded(action: id, .exited(exitCode: 0, output: "ok"))), after: .milliseconds(30))
        case .deliver(let notification, let receiver):
            let isDead = deadReceivers.contains(receiver)
            if !isDead { deliveries.append(notification) }
            let outcome: DeliveryOutcome = isDead ? .failed("timed out", retryAfter: nil) : .delivered
            add(
                .event(.deliveryEnded(notification: notification.id, receiver: receiver, outcome)),
                after: .milliseconds(5)
            )
        case .reply(_, let reply): replies.append(reply)
        }
    }

    private mutating func probe(_ address: ProbeAddress, repeats: Bool) {
        let definition: ProbeDefinition
        var answer: (ProbeResult, SignsOfLife)?
        switch address.owner {
        case .reference(let index):
            definition = policy.references[index]
            answer = referencesAreUp ? (.up, [.synAck]) : (.down(Reason(.timedOut)), [])
        case .target(let index):
            definition = policy.targets[index].probes[address.probe]
            answer = silent.contains(index) ? nil : World.answer(of: guests[index], to: definition)
        }
        if repeats { add(.probe(address, repeats: true), after: definition.interval) }
        guard let (result, signs) = answer else { return }
        var measures = Measures()
        if definition.check.kind == "agent", result == .up { measures.bootID = bootID }
        let took: TimeSpan = result == .up ? .milliseconds(2) : definition.timeout
        let observation = Observation(
            probe: address,
            startedAt: now,
            endedAt: now + took,
            result: result,
            signs: signs,
            remote: definition.check.literalAddress,
            measures: measures
        )
        later(took, .observationArrived(observation))
    }

    private static func answer(of guest: Guest, to probe: ProbeDefinition) -> (ProbeResult, SignsOfLife) {
        switch guest {
        case .alive: (.up, probe.check.kind == "icmp" ? [.echo] : probe.check.kind == "agent" ? [.agent] : [.synAck])
        case .dead: (.down(Reason(.timedOut)), [])
        case .halfHung: probe.check.kind == "icmp" ? (.up, [.echo]) : (.down(Reason(.timedOut)), [])
        case .unknowable: (.unknown(Reason(.networkUnreachable)), [])
        }
    }
}

extension Inspection {
    static var healthy: Inspection {
        Inspection(
            startedAt: .distantPast,
            powerStates: [.running],
            serviceStatus: .active,
            uptimeSeconds: 86_400,
            pendingTasks: .idle,
            maintenance: .none,
            gates: [
                ActionGate(name: "canRestart", source: "/status", verdict: .allowed),
                ActionGate(name: "canReset", source: "/status", verdict: .allowed),
            ]
        )
    }
}

// MARK: What scenarios ask

extension World {
    var actions: [PowerAction] { sent.map(\.action) }

    var incidents: [IncidentRecord] {
        var latest: [Int64: IncidentRecord] = [:]
        for case .incident(let record) in records { latest[record.id] = record }
        return latest.values.sorted { $0.id < $1.id }
    }

    /// Actions as they were last kept, by id.
    var taken: [ActionRecord] {
        var latest: [Int64: ActionRecord] = [:]
        for case .action(let record) in records { latest[record.id] = record }
        return latest.values.sorted { $0.id < $1.id }
    }

    var boots: [BootRecord] {
        records.compactMap { if case .boot(let boot) = $0 { boot } else { nil } }
    }

    func said(_ words: String) -> Bool { decisions.contains { $0.summary.contains(words) } }

    var decisions: [DecisionRecord] {
        records.compactMap { if case .decision(let decision) = $0 { decision } else { nil } }
    }

    /// The gates that refused, each once, in order.
    var refusals: [Gate] {
        var gates: [Gate] = []
        for decision in decisions where decision.verdict == .refuse || decision.verdict == .wouldAct {
            guard let gate = decision.evidence?.gates.first(where: { $0.outcome == .refused })?.gate else { continue }
            if gates.last != gate { gates.append(gate) }
        }
        return gates
    }
}
