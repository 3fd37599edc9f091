import Checker
public import Engine
public import Journal

/// Plays recorded history again under something else than was in force, and tells what would have been decided.
///
/// What was seen is fed as it was recorded. What this other engine asks and nobody asked then is answered by what was
/// recorded nearest in time, and each decision that stands on such an answer says so. From the first action that was not
/// sent, or would not have been, a target's recorded history is that of another world.
public struct WhatIf {
    public struct Outcome: Sendable {
        public var was: [Happening] = []
        public var would: [Happening] = []
        /// As they were.
        public var incidents: [IncidentRecord] = []
        /// As they would have ended, had nothing else in the world been different.
        public var ends: [IncidentRecord] = []
        public var steps = 0
        public var from: Timestamp?
        public var to: Timestamp?
        public var gaps: [ExactReplay.Gap] = []
    }

    /// How far ahead of a question its answer is looked for.
    private static let foresight = RecordedAnswers.reach
    private static let latency = TimeSpan.milliseconds(200)

    private let change: WhatIfChange
    private let answers: RecordedAnswers
    private let incidents: [Int64: VPSID]
    private var engine: Engine?
    private var now: Timestamp = .distantPast
    /// The engine of the time, taken through changes of what it watched alone: these say what recorded positions mean.
    private var recorded: Engine?
    private var tried = Policy(targets: [], rules: [])
    private var epoch: UInt32 = 0
    private var book: AddressBook?
    private var fold = RecordFold()
    private var isSeeded = false
    private var listed: [VPSID: PlatformTrackRecord] = [:]
    private var due: [(at: Timestamp, event: Event)] = []
    private var linked: [Int64: Int64] = [:]
    private var open: [VPSID: Int64] = [:]
    private var assumed: Set<VPSID> = []
    private var outcome = Outcome()

    private init(_ change: WhatIfChange, _ answers: RecordedAnswers, incidents: [IncidentRecord]) {
        self.change = change
        self.answers = answers
        self.incidents = Dictionary(incidents.map { ($0.id, $0.vps) }) { first, _ in first }
        outcome.incidents = incidents
    }

    public static func run(
        _ reader: JournalReader,
        _ change: WhatIfChange,
        since: Timestamp? = nil,
        until: Timestamp? = nil
    ) throws(JournalError) -> Outcome {
        let known = try answers(reader, since: since)
        let incidents = try reader.incidents(limit: 100_000)
        var tried = WhatIf(change, known, incidents: incidents)
        var history = try reader.history(since: since)
        var coming: [JournalledStep] = []
        while let item = try history.next() {
            switch item {
            case .steps(let steps): coming += steps
            case .beginning(let beginning):
                tried.play(&coming, keeping: .zero, until: until)
                tried.begin(beginning)
            case .unreadable(let at, let why):
                tried.play(&coming, keeping: .zero, until: until)
                tried.lose(at: at, why)
            }
            tried.play(&coming, keeping: foresight, until: until)
        }
        tried.play(&coming, keeping: .zero, until: until)
        return try tried.finished(reader, since: since)
    }

    private static func answers(_ reader: JournalReader, since: Timestamp?) throws(JournalError) -> RecordedAnswers {
        var answers = RecordedAnswers()
        for action in try reader.actions(limit: 100_000) { answers.take(action) }
        var history = try reader.history(since: since)
        while let item = try history.next() {
            if case .steps(let steps) = item { for step in steps { answers.take(step) } }
        }
        return answers
    }

    private func finished(_ reader: JournalReader, since: Timestamp?) throws(JournalError) -> Outcome {
        var outcome = outcome
        guard let from = outcome.from, let to = outcome.to else { return outcome }
        let start = max(from, since ?? from)
        outcome.from = start
        outcome.was = try reader.decisions(after: 0, until: to).filter { $0.at >= start }.compactMap(Happening.init)
        outcome.would.removeAll { $0.at < start }
        return outcome
    }

    // MARK: The recorded side

    private mutating func begin(_ beginning: LifeBeginning) {
        if !isSeeded { for record in beginning.recovered.records { fold.take(record) } }
        isSeeded = true
        (epoch, now) = (beginning.epoch, beginning.now)
        recorded = Engine(beginning)
        // The next life starts on what this other history has left, not on what the real one had.
        let engine = Engine(
            policy: change.policy(in: beginning.policy),
            epoch: epoch,
            recovered: fold.recovered(),
            now: now
        )
        tried = engine.policy
        self.engine = engine
        openBook()
        due = []
    }

    private mutating func openBook() {
        book = recorded.map { AddressBook(recorded: $0.policy, epoch: $0.epoch, tried: tried, epoch: epoch) }
    }

    private mutating func lose(at time: Timestamp, _ why: String) {
        engine = nil
        outcome.gaps.append(ExactReplay.Gap(at: time, why: why))
    }

    /// Plays what is further back than `margin` from the newest step that is known: the rest is still to be looked ahead at.
    private mutating func play(_ coming: inout [JournalledStep], keeping margin: TimeSpan, until: Timestamp?) {
        guard let newest = coming.last?.at else { return }
        let end = coming.firstIndex { $0.at > newest - margin } ?? coming.endIndex
        guard margin == .zero || end > 512 else { return }
        let last = margin == .zero ? coming.endIndex : end
        for index in coming.indices.prefix(last) {
            let step = coming[index]
            if let until, step.at > until { break }
            pass(to: step.at, ahead: coming[index...])
            guard engine != nil else { continue }
            outcome.steps += 1
            outcome.from = outcome.from ?? step.at
            outcome.to = step.at
            if let event = translated(step) { take(event, ahead: coming[index...]) }
        }
        coming.removeFirst(last)
    }

    /// What falls due on the way to the next recorded step.
    private mutating func pass(to time: Timestamp, ahead: ArraySlice<JournalledStep>) {
        while engine != nil {
            let deadline = engine?.nextDeadline()
            let answer = due.indices.min { due[$0].at < due[$1].at }
            if let answer, due[answer].at <= time, deadline.map({ due[answer].at <= $0 }) ?? true {
                let (at, event) = due.remove(at: answer)
                now = max(now, at)
                take(event, ahead: ahead)
            } else if let deadline, deadline <= time {
                now = max(now, deadline)
                take(.deadlinePassed, ahead: ahead)
            } else {
                break
            }
        }
        now = max(now, time)
    }

    /// Nil for what is an answer to a question of the real history's, or of no concern to another one.
    private mutating func translated(_ step: JournalledStep) -> Event? {
        switch step.event {
        case .observationArrived(let observation): return book?.translate(observation).map(Event.observationArrived)
        case .platformListed(let readings, let startedAt):
            for reading in readings { listed[reading.id] = PlatformTrackRecord(reading: reading, startedAt: startedAt) }
            return step.event
        case .operatorClosedIncident(let id, let by):
            return incidents[id].flatMap { open[$0] }.map { .operatorClosedIncident($0, by: by) }
        case .operatorAcknowledged(let id, let by, let note):
            return incidents[id].flatMap { open[$0] }.map { .operatorAcknowledged(incident: $0, by: by, note: note) }
        case .policyReloaded(let policy, let epoch):
            followRecorded(step)
            return change.isOfRules ? .policyReloaded(change.policy(in: policy), epoch: epoch) : nil
        case .fleetListed:
            followRecorded(step)
            return change.isOfRules ? step.event : nil
        case .platformListingFailed, .operatorPaused, .operatorResumed, .operatorRequestedPower, .operatorSilenced,
            .operatorEndedSilence, .operatorUnlatched, .operatorTrusted, .watchdogMeasured, .noticeChanged:
            return step.event
        case .inspectionArrived, .powerAnswered, .operationPolled, .execEnded, .deliveryEnded, .operatorJudged,
            .deadlinePassed:
            return nil
        }
    }

    private mutating func followRecorded(_ step: JournalledStep) {
        _ = recorded?.step(step.event, now: step.at)
        openBook()
    }

    // MARK: The tried side

    private mutating func take(_ event: Event, ahead: ArraySlice<JournalledStep>) {
        let effects = engine?.step(event, now: now) ?? []
        for case .record(let record) in effects { note(record) }
        let departure = Departure(effects, isDurable: true, objection: { Checker.objection(to: $0) })
        for answer in departure.answers { due.append((now, answer)) }
        for effect in departure.perform {
            switch effect {
            case .record: break
            case .planProbes(let policy, let epoch):
                (tried, self.epoch) = (policy, epoch)
                openBook()
            case .probeNow(let addresses): for address in addresses { answerProbe(address, ahead) }
            case .inspect(let request, let vps, _): answerInspection(request, vps)
            case .sendPower(let sealed): answerPower(sealed.action, sealed.power.rawValue, sealed.vps)
            case .pollOperation(let id, _): answerPoll(id)
            case .runExec(let id, _, let vps, _, _): answerExec(id, vps)
            case .deliver(let notification, let receiver):
                due.append((now, .deliveryEnded(notification: notification.id, receiver: receiver, .delivered)))
            case .sweepPlatform, .reply: break
            }
        }
    }

    private mutating func note(_ record: Record) {
        fold.take(record)
        switch record {
        case .decision(let decision):
            guard var happening = Happening(decision) else { return }
            happening.isAssumed = assumed.contains(happening.vps)
            outcome.would.append(happening)
        case .incident(let incident):
            if incident.state.isOver {
                outcome.ends.append(incident)
                open[incident.vps] = nil
                assumed.remove(incident.vps)
            } else {
                open[incident.vps] = incident.id
            }
        case .proof, .action, .notification, .pause, .silence, .latch, .boot, .trust, .discovery: break
        }
    }

    /// What the probe saw next is what it would have seen just now.
    private mutating func answerProbe(_ address: ProbeAddress, _ ahead: ArraySlice<JournalledStep>) {
        for step in ahead {
            guard step.at <= now + WhatIf.foresight else { return }
            guard case .observationArrived(let recorded) = step.event, recorded.startedAt >= now,
                let observation = book?.translate(recorded), observation.probe == address
            else { continue }
            // The real history asked at the same moment: that answer comes by itself.
            guard observation.startedAt - now > .seconds(2) else { return }
            var shifted = observation
            shifted.startedAt = now
            shifted.endedAt = now + (observation.endedAt - observation.startedAt)
            if case .target(let index) = address.owner { assumed.insert(tried.targets[index].id) }
            due.append((shifted.endedAt, .observationArrived(shifted)))
            return
        }
    }

    private mutating func answerInspection(_ request: Int64, _ vps: VPSID) {
        let found = answers.inspection(of: vps, at: now, listed: listed[vps], freshness: tried.sweep * 2)
        let failure = ProviderFailure(kind: .transport, message: "nobody asked then, and nothing near tells")
        if found?.isAssumed ?? true { assumed.insert(vps) }
        let result: Result<Inspection, ProviderFailure> = found.map { .success($0.0) } ?? .failure(failure)
        due.append((now + WhatIf.latency, .inspectionArrived(request: request, vps: vps, result)))
    }

    /// An action that was really sent at about that time has its real answer; another one is taken to be accepted.
    private mutating func answerPower(_ id: Int64, _ action: String, _ vps: VPSID) {
        if let real = answers.action(like: action, on: vps, at: now), let (at, outcome) = answers.power(real.id) {
            linked[id] = real.id
            due.append((max(at, now + .milliseconds(1)), .powerAnswered(action: id, outcome)))
        } else {
            assumed.insert(vps)
            due.append((now + WhatIf.latency, .powerAnswered(action: id, .accepted(nil, requestID: nil))))
        }
    }

    private mutating func answerPoll(_ id: Int64) {
        let reading = linked[id].flatMap { answers.poll($0, at: now) } ?? .completed
        due.append((now + WhatIf.latency, .operationPolled(action: id, reading)))
    }

    private mutating func answerExec(_ id: Int64, _ vps: VPSID) {
        if let real = answers.action(like: "exec", on: vps, at: now), let (at, outcome) = answers.exec(real.id) {
            due.append((max(at, now + .milliseconds(1)), .execEnded(action: id, outcome)))
        } else {
            assumed.insert(vps)
            due.append((now + WhatIf.latency, .execEnded(action: id, .unknown("nobody ran it then"))))
        }
    }
}

extension Recovered {
    /// As records that leave just this behind.
    var records: [Record] {
        var records = proofs.map(Record.proof) + (endedIncidents + incidents).map(Record.incident)
        records += actions.map(Record.action) + notifications.map(Record.notification)
        records += silences.map(Record.silence) + boots.map(Record.boot) + trust.map(Record.trust)
        records += discoveries.map(Record.discovery)
        if let pause { records.append(.pause(pause)) }
        if let latch { records.append(.latch(latch)) }
        return records
    }
}
