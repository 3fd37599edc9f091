import Engine
import Journal

/// What the provider is known to have said, and when: the answers for what is asked at about the same time in another
/// history. What nobody asked then is assumed from what is nearest, and said to be.
struct RecordedAnswers {
    /// How far from the question an answer may have been recorded to stand for it.
    static let reach = TimeSpan.seconds(60)
    /// How far apart an action of another history is still the same one.
    static let sameAction = TimeSpan.seconds(10)

    private struct Said<Answer> {
        var at: Timestamp
        var answer: Answer
    }

    private var inspections: [VPSID: [Said<Inspection>]] = [:]
    private var powers: [Int64: Said<PowerOutcome>] = [:]
    private var polls: [Int64: [Said<OperationReading>]] = [:]
    private var execs: [Int64: Said<ExecOutcome>] = [:]
    private var actions: [ActionRecord] = []

    mutating func take(_ action: ActionRecord) { actions.append(action) }

    mutating func take(_ step: JournalledStep) {
        switch step.event {
        case .inspectionArrived(_, let vps, .success(let inspection)):
            inspections[vps, default: []].append(Said(at: step.at, answer: inspection))
        case .powerAnswered(let id, let outcome): powers[id] = Said(at: step.at, answer: outcome)
        case .operationPolled(let id, let reading):
            polls[id, default: []].append(Said(at: step.at, answer: reading))
        case .execEnded(let id, let outcome): execs[id] = Said(at: step.at, answer: outcome)
        case .observationArrived, .platformListed, .fleetListed, .platformListingFailed, .inspectionArrived,
            .deliveryEnded, .operatorPaused, .operatorResumed, .operatorClosedIncident, .operatorRequestedPower,
            .operatorSilenced, .operatorEndedSilence, .operatorUnlatched, .operatorJudged, .operatorTrusted,
            .operatorAcknowledged, .policyReloaded, .watchdogMeasured, .noticeChanged, .deadlinePassed:
            break
        }
    }

    /// The action that was really sent, or run, at about that time.
    func action(like word: String, on vps: VPSID, at time: Timestamp) -> ActionRecord? {
        actions.first { action in
            action.vps == vps && action.action == word && distance(action.intendedAt, time) <= Self.sameAction
        }
    }

    func power(_ id: Int64) -> (at: Timestamp, PowerOutcome)? { powers[id].map { ($0.at, $0.answer) } }
    func exec(_ id: Int64) -> (at: Timestamp, ExecOutcome)? { execs[id].map { ($0.at, $0.answer) } }

    /// What the next poll said, or the last one did.
    func poll(_ id: Int64, at time: Timestamp) -> OperationReading? {
        let said = polls[id] ?? []
        return (said.first { $0.at >= time } ?? said.last)?.answer
    }

    /// As if it had been read just then: the recorded reading nearest in time, or else the listing's word with the gates
    /// as they were last read, all open where they never were. Nil where nothing near enough was said.
    func inspection(of vps: VPSID, at time: Timestamp, listed: PlatformTrackRecord?, freshness: TimeSpan)
        -> (Inspection, isAssumed: Bool)?
    {
        let said = inspections[vps] ?? []
        let nearest = said.min { distance($0.at, time) < distance($1.at, time) }
        if let nearest, distance(nearest.at, time) <= Self.reach {
            var reading = nearest.answer
            reading.uptimeSeconds = reading.uptimeSeconds.map { $0 + (time - reading.startedAt).milliseconds / 1_000 }
            reading.startedAt = time
            return (reading, distance(nearest.at, time) > Self.sameAction)
        }
        guard let listed, let state = listed.reading.powerState, time - listed.startedAt <= freshness else {
            return nil
        }
        let last = said.last { $0.at <= time }?.answer
        let open = PowerAction.allCases.map { ActionGate(name: $0.gateName, source: "assumed", verdict: .allowed) }
        let assumed = Inspection(
            startedAt: time,
            ids: [vps.text],
            powerStates: [state],
            serviceStatus: listed.reading.serviceStatus,
            primaryIP: last?.primaryIP,
            pendingTasks: .idle,
            maintenance: last?.maintenance ?? .none,
            gates: last?.gates ?? open
        )
        return (assumed, true)
    }

    private func distance(_ one: Timestamp, _ other: Timestamp) -> TimeSpan {
        max(one, other) - min(one, other)
    }
}

/// The listing's latest word on one VPS.
struct PlatformTrackRecord {
    var reading: PlatformReading
    var startedAt: Timestamp
}
