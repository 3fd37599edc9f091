internal import Engine

/// What one life of the watchdog has been told of one guest, as it came.
struct Knowledge {
    struct Probe {
        var fingerprint: UInt64
        var name: String
        var isDirect: Bool
        var interval: TimeSpan
        var timeout: TimeSpan
        var state: Expression.ProbeState
        var startedAt: Timestamp
        /// The last rounds, latest last.
        var rounds: [Expression.ProbeState] = []
    }

    var probes: [Probe] = []
    /// By probe's name: the definition it was last seen up under for the first time.
    private(set) var proofs: [String: UInt64] = [:]
    /// By kind of sign: when it last came from the guest's real address, or through its agent.
    var signs: [(sign: SignsOfLife, at: Timestamp)] = []
    var answeredAt = Timestamp.distantPast
    var heardAt = Timestamp.distantPast
    var state: PowerState?
    var listedAt = Timestamp.distantPast
    var inspection: Inspection?
    /// The first of a row of readings that denied a restart and allowed a reset, and the last.
    var denials: (first: Timestamp, last: Timestamp)?
    var boots: [BootRecord] = []

    /// A guest that is watched no longer: what was learned of it stays.
    mutating func forget() {
        var kept = Knowledge()
        kept.boots = boots
        kept.proofs = proofs
        self = kept
    }

    mutating func take(_ proof: ProofRecord) { proofs[proof.probe] = proof.fingerprint }

    func isProven(_ probe: Probe) -> Bool { proofs[probe.name] == probe.fingerprint }

    mutating func take(_ boot: BootRecord) {
        boots.removeAll { $0.began == boot.began }
        boots.append(boot)
    }

    mutating func hear(_ observation: Observation, of probe: ProbeDefinition, address: IPAddress) {
        heardAt = max(heardAt, observation.startedAt)
        let counted = observation.remote == address ? observation.signs : observation.signs.intersection(.agent)
        for bit in 0..<8 {
            let sign = SignsOfLife(rawValue: 1 << UInt8(bit))
            if counted.contains(sign) { see(sign, at: observation.endedAt) }
        }
        let state: Expression.ProbeState
        switch observation.result {
        case .up: state = .up
        case .down: state = .down
        case .unknown: state = .unknown
        }
        if state == .up || !observation.signs.isEmpty { answeredAt = max(answeredAt, observation.startedAt) }
        if state == .up { proofs[probe.name] = probe.fingerprint }
        note(state, observation.startedAt, probe)
    }

    private mutating func see(_ sign: SignsOfLife, at time: Timestamp) {
        if let position = signs.firstIndex(where: { $0.sign == sign }) {
            signs[position].at = max(signs[position].at, time)
        } else {
            signs.append((sign, time))
        }
    }

    private mutating func note(_ state: Expression.ProbeState, _ start: Timestamp, _ probe: ProbeDefinition) {
        guard let position = probes.firstIndex(where: { $0.fingerprint == probe.fingerprint && $0.name == probe.name })
        else {
            probes.append(
                Probe(
                    fingerprint: probe.fingerprint,
                    name: probe.name,
                    isDirect: ProbeKind(probe.check) != .agent,
                    interval: probe.interval,
                    timeout: probe.timeout,
                    state: state,
                    startedAt: start,
                    rounds: [state]
                )
            )
            return
        }
        guard start >= probes[position].startedAt else { return }
        probes[position].state = state
        probes[position].startedAt = start
        probes[position].rounds.append(state)
        if probes[position].rounds.count > 16 { probes[position].rounds.removeFirst(8) }
    }

    /// Down by a proven probe whose word is not old.
    func isDown(at now: Timestamp) -> Bool {
        probes.contains {
            $0.state == .down && isProven($0) && now - $0.startedAt <= $0.interval * 2
        }
    }
}

/// What the watchdog has been told of itself and by its operators.
struct WatchdogKnowledge {
    var isPaused = false
    var pauseFile = false
    var journalFault = false
    var distrustedUntil = Timestamp.distantPast
    var silences: [(match: Rule.Match, until: Timestamp)] = []
    var latch: LatchRecord?

    mutating func beginLife(_ recovered: Recovered) {
        isPaused = recovered.pause?.isPaused ?? false
        pauseFile = false
        journalFault = false
        distrustedUntil = .distantPast
        silences = recovered.silences.map { ($0.match, $0.until) }
        latch = recovered.latch
    }
}
