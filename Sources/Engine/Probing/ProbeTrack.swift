/// What the engine remembers of one probe: its latest result, the results of the last 64 rounds, and whether it was ever
/// up under its present definition.
struct ProbeTrack: Sendable {
    let definition: ProbeDefinition
    /// It asks the provider about the guest, not the guest.
    let isOfAgent: Bool
    /// That it has never been up was told.
    var saidUnproven = false
    /// A probe never yet up is unproven: a firewalled ping says nothing of the guest.
    private(set) var isProven: Bool
    private(set) var latest: Observation?
    /// When the latest began; before everything where there is none. Beside it, as is its state, because an observation is a
    /// third of a kilobyte and those who ask for this ask thousands of probes.
    private(set) var latestStart = Timestamp.distantPast
    /// Nil where there is none.
    private(set) var latestState: Expression.ProbeState?
    /// Whether something of the target answered the latest.
    private(set) var isAnswered = false
    /// When the first of the present run of failures started; nil while up or unknown.
    private(set) var failingSince: Timestamp?
    private(set) var streak = 0
    /// At most 64.
    private var heard: UInt8 = 0
    /// One bit a round, the latest lowest.
    private(set) var ups: UInt64 = 0
    private(set) var downs: UInt64 = 0

    init(_ definition: ProbeDefinition, isProven: Bool) {
        self.definition = definition
        #if Mutants
            self.isProven = isProven || Mutant.isActive(.unprovenCounts)
        #else
            self.isProven = isProven
        #endif
        isOfAgent = definition.check.kind == "agent"
    }

    var fingerprint: UInt64 { definition.fingerprint }

    /// Takes in a result; returns whether it proved the probe.
    ///
    /// An observation that started before the latest one is late news and changes nothing.
    mutating func take(_ observation: Observation) -> Bool {
        if latestState != nil, observation.startedAt < latestStart { return false }
        let state = observation.result.state
        streak = latestState == state ? streak + 1 : 1
        latest = observation
        latestStart = observation.startedAt
        latestState = state
        isAnswered = state == .up || !observation.signs.isEmpty
        heard = min(heard + 1, 64)
        ups = ups << 1 | (state == .up ? 1 : 0)
        downs = downs << 1 | (state == .down ? 1 : 0)
        switch state {
        case .up: failingSince = nil
        case .down: failingSince = failingSince ?? observation.startedAt
        case .unknown: break
        }
        defer { isProven = isProven || state == .up }
        return state == .up && !isProven
    }

    var rounds: Int { Int(heard) }

    /// Unknown while unproven, never asked, or older than the next results should be.
    func state(at now: Timestamp) -> Expression.ProbeState {
        guard isProven, let latestState, now - latestStart <= maxAge else { return .unknown }
        return latestState
    }

    /// Two rounds and one timeout: by then the next result is overdue.
    var maxAge: TimeSpan { definition.interval * 2 + definition.timeout }

    /// The last moment at which it still fails; before everything where it does not.
    var failsUntil: Timestamp {
        guard isProven, latestState == .down else { return .distantPast }
        return latestStart + maxAge
    }

    /// Failing, and known to be able to do otherwise.
    func isFailing(at now: Timestamp) -> Bool { state(at: now) == .down }

    func wasIn(_ state: Expression.ProbeState, hits: Int, rounds wanted: Int) -> Truth {
        guard isProven else { return .unknown }
        let window = min(wanted, rounds)
        let mask: UInt64 = window >= 64 ? .max : (1 << UInt64(window)) - 1
        let up = (ups & mask).nonzeroBitCount
        let down = (downs & mask).nonzeroBitCount
        let unknown = window - up - down
        let unheard = wanted - window
        switch state {
        case .unknown: return unknown >= hits ? .yes : unknown + unheard < hits ? .no : .unknown
        case .up: return bounded(certain: up, possible: up + unknown + unheard, hits)
        case .down: return bounded(certain: down, possible: down + unknown + unheard, hits)
        }
    }

    private func bounded(certain: Int, possible: Int, _ hits: Int) -> Truth {
        certain >= hits ? .yes : possible < hits ? .no : .unknown
    }
}

extension ProbeResult {
    var state: Expression.ProbeState {
        switch self {
        case .up: .up
        case .down: .down
        case .unknown: .unknown
        }
    }
}
