/// What can be seen of one target at one moment: the ground on which conditions are evaluated.
struct Sight {
    let probes: [ProbeTrack]
    let now: Timestamp
    /// Only observations that started at or after this count; earlier ones are unknown. A confirmation sets it.
    var notBefore: Timestamp = .distantPast
    /// The fresh reading, or nil.
    let powerState: PowerState?
    let latestSignAt: Timestamp?
    let signWindow: TimeSpan
    /// Nil where no condition asks for it.
    var diagnosis: Diagnosis?
    /// Counts over the fleet, for the labels that rules mention.
    var tallies: [LabelTally] = []
    /// Taken for whether the platform is as wanted where that is unknown: tells whether it is all that is lacking.
    var assumedPlatform: Truth?
    /// Likewise for whether the agent is available.
    var assumedAgent: Truth?

    func isIn(_ probe: Int, _ wanted: Expression.ProbeState) -> Truth {
        let state = state(of: probe)
        guard state != .unknown else { return wanted == .unknown ? .yes : .unknown }
        return Truth(state == wanted)
    }

    func wasIn(_ probe: Int, _ wanted: Expression.ProbeState, hits: Int, rounds: Int) -> Truth {
        isFreshEnough(probe) ? probes[probe].wasIn(wanted, hits: hits, rounds: rounds) : .unknown
    }

    func platformIs(_ wanted: PowerState) -> Truth {
        guard let powerState else { return assumedPlatform ?? .unknown }
        // The provider's own "unknown" is no knowledge either.
        guard powerState != .unknown else { return wanted == .unknown ? .yes : .unknown }
        return Truth(powerState == wanted)
    }

    /// The state of the target's agent probe, where it has one.
    var agentIsAvailable: Truth {
        guard let index = probes.firstIndex(where: \.isOfAgent) else { return .unknown }
        let known = isIn(index, .up)
        return known == .unknown ? assumedAgent ?? .unknown : known
    }

    /// What can't be told is unknown, so that `not diagnosis.guest_hung` does not act either.
    func isDiagnosed(as wanted: Diagnosis) -> Truth {
        guard let diagnosis else { return .unknown }
        if diagnosis == .unclear, wanted != .unclear { return .unknown }
        return Truth(diagnosis == wanted)
    }

    var sawSignOfLife: Truth {
        guard let latestSignAt else { return .no }
        return Truth(now - latestSignAt <= signWindow)
    }

    func latency(_ probe: Int) -> Double? {
        known(probe).map { Double($0.measures.duration) / 1_000_000 }
    }

    func loss(_ probe: Int) -> Double? {
        guard let measures = known(probe)?.measures, let sent = measures.echoesSent, sent > 0,
            let received = measures.echoesReceived
        else { return nil }
        return 1 - Double(received) / Double(sent)
    }

    func status(_ probe: Int) -> Double? {
        known(probe)?.measures.httpStatus.map(Double.init)
    }

    func streak(_ probe: Int) -> Double? {
        known(probe).map { _ in Double(probes[probe].streak) }
    }

    /// From those certainly in the state to those that may be.
    func count(_ wanted: Expression.ProbeState) -> ClosedRange<Int> {
        var certain = 0
        var unknown = 0
        for index in probes.indices {
            switch isIn(index, wanted) {
            case .yes: certain += 1
            case .no: break
            case .unknown: unknown += 1
            }
        }
        return certain...certain + unknown
    }

    /// Of a label's targets; nil where no rule in force mentions it.
    func count(_ wanted: Expression.ProbeState, of label: Label) -> ClosedRange<Int>? {
        tallies.first { $0.label == label }?.range(of: wanted)
    }

    /// Seconds; known for a probe that is down as well, where it got so far as to see the certificate.
    func certificateLeft(_ probe: Int) -> Double? {
        known(probe)?.measures.certificateExpiry.map { Double($0) - Double(now.milliseconds) / 1_000 }
    }

    private func state(of probe: Int) -> Expression.ProbeState {
        isFreshEnough(probe) ? probes[probe].state(at: now) : .unknown
    }

    private func known(_ probe: Int) -> Observation? {
        state(of: probe) == .unknown ? nil : probes[probe].latest
    }

    private func isFreshEnough(_ probe: Int) -> Bool {
        probes[probe].latestState != nil && probes[probe].latestStart >= notBefore
    }
}
