internal import Engine

/// Writes down what happens in a test, from what goes into the engine and what comes out of it.
struct Chronicle {
    private let start: Timestamp
    /// Those that the test describes; of the others only what is done to them is told.
    private let described: Int
    private(set) var happenings: [Happening] = []
    /// As last told, by probe.
    private var probes: [ProbeAddress: String] = [:]
    private var platforms: [VPSID: String] = [:]
    private var incidents: [Int64: IncidentRecord] = [:]
    private var actions: [Int64: String] = [:]
    private var told: Set<Int64> = []

    init(start: Timestamp, described: Int) {
        self.start = start
        self.described = described
    }

    /// The incident of the VPS that is not over, where there is one.
    func openIncident(of vps: VPSID) -> Int64? {
        incidents.values.filter { $0.vps == vps && !$0.state.isOver }.map(\.id).max()
    }

    mutating func note(_ what: Happening.What, of target: String?, at now: Timestamp) {
        happenings.append(Happening(at: now - start, target: target, what: what))
    }

    // MARK: What is seen

    mutating func take(_ observation: Observation, policy: Policy) {
        guard case .target(let index) = observation.probe.owner, index < described else { return }
        let target = policy.targets[index]
        let words = observation.result.words
        guard probes.updateValue(words, forKey: observation.probe) != words else { return }
        note(.probe(target.probes[observation.probe.probe].name, words), of: target.name, at: observation.endedAt)
    }

    mutating func take(_ readings: [PlatformReading], policy: Policy, at now: Timestamp) {
        for target in policy.targets.prefix(described) {
            let reading = readings.first { $0.id == target.id }
            let words = reading.map { $0.powerState?.rawValue ?? "says nothing" } ?? "leaves it out"
            if platforms.updateValue(words, forKey: target.id) == words { continue }
            note(.platform(words), of: target.name, at: now)
        }
    }

    // MARK: What is decided and done

    mutating func take(_ effect: Effect, at now: Timestamp) {
        switch effect {
        case .record(let record): take(record, at: now)
        case .deliver(let notification, _):
            guard told.insert(notification.id).inserted else { return }
            let what = Happening.What.alert(notification.kind, severity: notification.severity, notification.summary)
            note(what, of: notification.vps == nil ? nil : notification.name, at: now)
        case .probeNow, .planProbes, .sweepPlatform, .inspect, .sendPower, .pollOperation, .runExec, .reply: break
        }
    }

    private mutating func take(_ record: Record, at now: Timestamp) {
        switch record {
        case .incident(let incident): take(incident, at: now)
        case .action(let action): take(action, at: now)
        case .decision(let decision): take(decision, at: now)
        case .proof, .notification, .pause, .silence, .latch, .boot, .trust, .discovery: break
        }
    }

    private mutating func take(_ incident: IncidentRecord, at now: Timestamp) {
        let before = incidents.updateValue(incident, forKey: incident.id)
        if before == nil {
            note(.opened(rule: incident.rule, incident.diagnosis), of: incident.name, at: now)
        }
        guard before?.state != incident.state else { return }
        let why = incident.conclusion ?? ""
        switch incident.state {
        case .open: break
        case .handedOver: note(.handedOver(why), of: incident.name, at: now)
        case .recovered: note(.recovered(why, curedBy: incident.curedBy), of: incident.name, at: now)
        case .closed: note(.closed(why), of: incident.name, at: now)
        }
    }

    private mutating func take(_ action: ActionRecord, at now: Timestamp) {
        let words = action.action == "exec" ? "\(action.state.rawValue), \(action.detail ?? "")" : action.progress
        guard actions.updateValue(words, forKey: action.id) != words, action.state != .intended else { return }
        note(.progress(action: action.action, words), of: action.name, at: now)
    }

    private mutating func take(_ decision: DecisionRecord, at now: Timestamp) {
        let gates = decision.evidence?.gates ?? []
        let action = decision.action ?? ""
        switch decision.verdict {
        case .refuse: note(.refused(action: action, gates), of: decision.name, at: now)
        case .wouldAct: note(.wouldAct(action: action, gates), of: decision.name, at: now)
        case .note: note(.note(decision.summary), of: decision.vps == nil ? nil : decision.name, at: now)
        case .incidentOpened, .act, .handOver, .recovered, .closed: break
        }
    }
}

extension ProbeResult {
    fileprivate var words: String {
        switch self {
        case .up: "up"
        case .down(let reason): "down (\(reason))"
        case .unknown(let reason): "unknown (\(reason))"
        }
    }
}
