internal import Checker
internal import Configuration
internal import Engine

/// The world of one rule test: guests that give what their series say, a provider that behaves as told, and the real engine
/// between them, on a clock that jumps from one thing due to the next.
struct RuleTestWorld {
    enum Due {
        case probe(ProbeAddress, repeats: Bool)
        case sweep(repeats: Bool)
        /// On its way to the engine.
        case event(Event)
        case reaction(Int, target: Int)
        case happening(TestEvent)
    }

    let test: RuleTest
    var engine: Engine
    var now: Timestamp
    var agenda = Agenda<Due>()
    var chronicle: Chronicle
    var guests: [TestGuest]
    /// What polls say of the operations under way.
    var operations: [Int64: OperationReading] = [:]
    /// What the journal holds.
    private var journal = RecordFold()

    init(_ test: RuleTest) {
        self.test = test
        now = test.start
        engine = Engine(policy: test.policy, now: test.start)
        chronicle = Chronicle(start: test.start, described: test.scripts.count)
        guests = test.policy.targets.indices.map { index in
            test.scripts.indices.contains(index)
                ? TestGuest(test.scripts[index]) : TestGuest(upForEver: test.policy.targets[index])
        }
        for event in test.events { agenda.enter(.happening(event), at: now + event.at) }
        beginWatching()
    }

    private mutating func beginWatching() {
        for (index, target) in test.policy.targets.enumerated() {
            for probe in target.probes.indices {
                agenda.enter(
                    .probe(ProbeAddress(owner: .target(index), probe: probe, epoch: 0), repeats: true),
                    at: now
                )
            }
        }
        for index in test.policy.references.indices {
            agenda.enter(.probe(ProbeAddress(owner: .reference(index), probe: 0, epoch: 0), repeats: true), at: now)
        }
        agenda.enter(.sweep(repeats: true), at: now)
    }

    mutating func run() -> [Happening] {
        let end = now + test.length
        while let at = [agenda.next, engine.nextDeadline()].compactMap(\.self).min(), at <= end {
            now = max(now, at)
            if let next = agenda.next, next <= now, let due = agenda.takeNext() {
                perform(due.item)
            } else {
                step(.deadlinePassed)
            }
        }
        return chronicle.happenings
    }

    private mutating func perform(_ due: Due) {
        switch due {
        case .probe(let address, let repeats): probe(address, repeats: repeats)
        case .sweep(let repeats): sweep(repeats: repeats)
        case .event(let event): step(event)
        case .reaction(let reaction, let target):
            guests[target].take(test.reactions[reaction], test, target, at: elapsed)
        case .happening(let event): perform(event)
        }
    }

    mutating func step(_ event: Event) {
        if case .observationArrived(let observation) = event { chronicle.take(observation, policy: test.policy) }
        if case .platformListed(let readings, _) = event { chronicle.take(readings, policy: test.policy, at: now) }
        let effects = engine.step(event, now: now)
        for effect in effects {
            if case .record(let record) = effect { journal.take(record) }
            chronicle.take(effect, at: now)
        }
        let departure = Departure(effects, isDurable: true, objection: { Checker.objection(to: $0) })
        for sealed in departure.objections {
            chronicle.note(.objection(Checker.objection(to: sealed) ?? ""), of: nil, at: now)
        }
        for effect in departure.perform { perform(effect) }
        for answer in departure.answers { step(answer) }
    }

    var elapsed: TimeSpan { now - test.start }

    /// In force now.
    var provider: ProviderScript {
        test.provider.last { $0.from <= elapsed } ?? ProviderScript()
    }

    mutating func later(_ delay: TimeSpan, _ event: Event) {
        agenda.enter(.event(event), at: now + delay)
    }

    /// Kills the daemon and starts it again on what its journal holds: what was on its way to it is lost.
    mutating func crash() {
        agenda.removeAll {
            switch $0 {
            case .probe, .sweep, .event: true
            case .reaction, .happening: false
            }
        }
        engine = Engine(policy: test.policy, recovered: journal.recovered(), now: now)
        beginWatching()
    }
}
