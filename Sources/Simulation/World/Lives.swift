internal import Checker
internal import Engine

/// The watchdog lives, steps, writes and dies, by the daemon's discipline: a step that reaches outward is committed first,
/// with everything before it; the rest is synced a while later. Each death is one of the power, which takes what was not.
extension World {
    /// Longer than the daemon takes: ten seconds from when it is written, which is at once.
    static let unsynced = TimeSpan.seconds(11)
    static let measuring = TimeSpan.seconds(10)

    mutating func beginLife() {
        process.life += 1
        process.isAlive = true
        process.epoch = 0
        process.unsynced = []
        process.isFlushDue = false
        process.death = nil
        process.dropped = 0
        let recovered = process.disk.recovered()
        process.engine = Engine(policy: policy, recovered: recovered, now: now)
        referee.beginLife(recovered, policy: policy, at: now)
        if process.isRecorded {
            process.recording = Recording(policy: policy, recovered: recovered, beganAt: now)
        }
        scheduleProbes()
        agenda.enter(.sweep(life: process.life, repeats: true), at: now + .milliseconds(300))
        agenda.enter(.measure(life: process.life), at: now + .milliseconds(100))
        if process.life > 1 { story.tell(now, "the watchdog starts again") }
    }

    mutating func scheduleProbes() {
        for (target, probes) in layout.probes.enumerated() {
            for (probe, plan) in probes.enumerated() {
                schedule(.target(target), probe, within: plan.interval)
            }
        }
        for (index, plan) in layout.references.enumerated() { schedule(.reference(index), 0, within: plan.interval) }
    }

    private mutating func schedule(_ owner: ProbeAddress.Owner, _ probe: Int, within interval: TimeSpan) {
        let offset = TimeSpan.milliseconds(Int64(random.int(0...Int(interval.milliseconds))))
        let due = Due.probe(owner: owner, probe: probe, epoch: process.epoch, life: process.life, repeats: true)
        agenda.enter(due, at: now + offset)
    }

    /// One event to the engine, and everything that follows.
    mutating func deliver(_ event: Event) {
        guard process.isAlive else { return }
        guard pilot == nil else { return steer(event) }
        referee.hear(event, at: now)
        let effects = process.engine.step(event, now: now)
        if process.isRecorded {
            if !effects.isEmpty { process.recording.effects.append((process.recording.steps.count, effects)) }
            process.recording.steps.append((event, now))
        }
        guard !effects.isEmpty else { return }
        leave(effects)
    }

    private mutating func leave(_ effects: [Effect]) {
        var isOutward = false
        for effect in effects {
            digest.feed(effect, at: now)
            isOutward = isOutward || effect.isOutward
            if case .record(let record) = effect {
                process.unsynced.append(record)
                tell(record)
            }
        }
        referee.read(effects, at: now)
        let dies = dies(in: effects, isOutward: isOutward)
        if dies == .beforeDisk { return die("before its step was written") }
        let isDurable = isOutward ? commit() : true
        if !isOutward { flushSoon() }
        if dies == .afterDisk { return die("after its step was written, before anything left") }
        let departure = Departure(
            effects,
            isDurable: isDurable,
            objection: isChecked ? Checker.objection : { _ in nil }
        )
        for sealed in departure.objections { object(to: sealed) }
        for answer in departure.answers { later(.zero, answer) }
        for effect in departure.perform { perform(effect) }
        if dies == .afterEffect { die("just after its effects left") }
    }

    /// The gates and the checker must come to the same end.
    private mutating func object(to sealed: SealedAction) {
        let words = Checker.objection(to: sealed) ?? ""
        referee.find(
            .checker,
            at: now,
            "\(sealed.power.rawValue) #\(sealed.action) was let through by the gates: \(words)"
        )
    }

    private mutating func dies(in effects: [Effect], isOutward: Bool) -> Process.Death? {
        guard let (death, inActionOnly) = process.death, isOutward else { return nil }
        let acts = effects.contains { if case .sendPower = $0 { true } else { false } }
        return acts || !inActionOnly ? death : nil
    }

    mutating func die(_ how: String) {
        guard process.isAlive else { return }
        story.tell(now, "THE WATCHDOG DIES \(how); \(process.unsynced.count) records are lost")
        checkReplay()
        process.isAlive = false
        tally.crashes += 1
        let sleep = random.seconds(1...60)
        process.asleep = process.asleep + sleep
        agenda.enter(.rebirth, at: now + sleep)
    }

    /// Whether everything written so far is on the disk now.
    private mutating func commit() -> Bool {
        guard !conditions.isOn(.fullDisk) else { return false }
        now = now + .milliseconds(Int64(conditions.size(.slowDisk)) * 20)
        for record in process.unsynced {
            process.disk.take(record)
            referee.written(record)
        }
        process.unsynced = []
        return true
    }

    private mutating func flushSoon() {
        guard !process.isFlushDue, !process.unsynced.isEmpty else { return }
        process.isFlushDue = true
        agenda.enter(.flush(life: process.life), at: now + World.unsynced)
    }

    mutating func flush() {
        process.isFlushDue = false
        if !commit() { flushSoon() }
    }

    mutating func measure() {
        agenda.enter(.measure(life: process.life), at: now + World.measuring)
        let health = WatchdogHealth(
            loopLag: conditions.isOn(.lag) ? .milliseconds(1_500) : .milliseconds(3),
            droppedObservations: process.dropped,
            clockJump: process.jump,
            journalFault: conditions.isOn(.fullDisk) ? "disk is full" : nil,
            pauseFile: conditions.isOn(.pauseFile)
        )
        process.dropped = 0
        process.jump = .zero
        referee.watchEndings(at: now, asleep: process.asleep)
        deliver(.watchdogMeasured(health))
    }

    /// I12: what was recorded, replayed, gives what was done.
    mutating func checkReplay() {
        guard process.isRecorded, let difference = process.recording.difference() else { return }
        referee.find(.replay, at: now, "a replay of life \(process.life) differs: \(difference)")
    }
}
