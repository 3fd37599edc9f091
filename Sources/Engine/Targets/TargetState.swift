/// Everything the engine knows of one target. There are ten thousand of it, so that what is seldom there stands apart and what
/// is the same for many is shared.
struct TargetState: Sendable {
    let target: Target
    /// Those that match it, in file order.
    var rules: [BoundRule]
    var probes: [ProbeTrack]
    var platform: PlatformTrack?
    /// The literal ones of its probes, and the provider's `primaryIp`.
    var ownAddresses: [IPAddress]
    var signs = SignLog()
    var boots: BootLog
    var keptBootMarks = Seldom<BootMarks>()
    /// Indices of the engine's groups it is in.
    var groups: [Int] = []
    /// An operator wants nothing done about it, and it counts in no storm.
    var isSilenced = false
    /// When earlier incidents of it opened, in the last day.
    var earlierIncidents: [Timestamp] = []
    private var keptConfirmation = Seldom<Confirmation>()
    private var keptIncident = Seldom<IncidentState>()
    /// The rule whose confirmation failed to agree waits until then before it is tried again.
    var nextConfirmationAt: Timestamp = .distantPast
    /// When the agent was last asked because a condition lacked only that.
    var askedAgentAt: Timestamp = .distantPast

    init(_ target: Target, rules: [BoundRule], boots: BootLog, isProven: (ProbeDefinition) -> Bool) {
        self.target = target
        self.boots = boots
        self.rules = rules
        probes = target.probes.map { ProbeTrack($0, isProven: isProven($0)) }
        ownAddresses = target.literalAddresses
    }

    // Inlined, or the compiler copies the whole target to read what is in it.

    var incident: IncidentState? {
        @inline(__always) _read { yield keptIncident.value }
        @inline(__always) _modify { yield &keptIncident.value }
    }

    var hasIncident: Bool {
        @inline(__always) get { keptIncident.isThere }
    }

    /// A rule whose condition has held for long enough, being confirmed.
    var confirmation: Confirmation? {
        @inline(__always) _read { yield keptConfirmation.value }
        @inline(__always) _modify { yield &keptConfirmation.value }
    }

    var bootMarks: BootMarks {
        get { keptBootMarks.value ?? BootMarks() }
        set { keptBootMarks.value = newValue }
    }

    /// Indices of probes that ask the guest itself, not the provider about it.
    var directProbes: [Int] { probes.indices.filter { !probes[$0].isOfAgent } }

    var hasDirectProbes: Bool { probes.contains { !$0.isOfAgent } }

    /// Index of the probe that asks its agent.
    var agentProbe: Int? { probes.firstIndex(where: \.isOfAgent) }

    /// Nothing is under way, so that a result like the one before changes nothing.
    var isQuiet: Bool {
        guard !keptIncident.isThere, !keptConfirmation.isThere else { return false }
        for rule in rules.indices where rules[rule].trueSince != nil || rules[rule].when.readsMeasures { return false }
        return true
    }

    /// Whether the target counts towards a storm.
    func isUnresponsive(at now: Timestamp) -> Bool {
        probes.indices.contains { probes[$0].isFailing(at: now) }
    }

    /// Whether any observation started after the moment.
    func wasHeard(since moment: Timestamp) -> Bool {
        probes.indices.contains { probes[$0].latestStart > moment }
    }

    /// The last moment at which one of its failures still counts; before everything where nothing fails.
    var failsUntil: Timestamp {
        var latest = Timestamp.distantPast
        for probe in probes.indices { latest = max(latest, probes[probe].failsUntil) }
        return latest
    }

    /// Whether anything of it answered a probe that started after the moment.
    func answered(since moment: Timestamp) -> Bool { latestAnswer > moment }

    /// When the latest probe began that something of the target answered, among the latest of each; before everything where
    /// none did.
    var latestAnswer: Timestamp {
        var latest = Timestamp.distantPast
        for probe in probes.indices where probes[probe].isAnswered { latest = max(latest, probes[probe].latestStart) }
        return latest
    }

    /// The start of the earliest failure that still goes on.
    func failingSince(at now: Timestamp) -> Timestamp? {
        probes.compactMap { $0.isFailing(at: now) ? $0.failingSince : nil }.min()
    }

}

/// The platform's word on a target, and when it was asked.
struct PlatformTrack: Sendable {
    var powerState: PowerState?
    var primaryIP: IPAddress?
    var startedAt: Timestamp
}

/// One burst of probes, all started now, that must agree with a condition.
struct Confirmation: Sendable {
    /// Index into the target's rules; unused within an incident, which has its own.
    var rule: Int
    var startedAt: Timestamp
    /// When it is judged with what has come, so that a lost result can't hold it for ever.
    var deadline: Timestamp
    var probes: [Int]
}
