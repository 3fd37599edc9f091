/// Everything the engine knows of one target.
struct TargetState: Sendable {
    let target: Target
    /// Those that match it, in file order.
    var rules: [BoundRule]
    var probes: [ProbeTrack]
    /// Indices of probes that ask the guest itself, not the provider about it.
    let directProbes: [Int]
    /// Index of the probe that asks its agent.
    let agentProbe: Int?
    var platform: PlatformTrack?
    /// The literal ones of its probes, and the provider's `primaryIp`.
    var ownAddresses: [IPAddress]
    var signs = SignLog()
    var boots: BootLog
    var bootMarks = BootMarks()
    /// Indices of the engine's groups it is in.
    var groups: [Int] = []
    /// An operator wants nothing done about it, and it counts in no storm.
    var isSilenced = false
    /// When earlier incidents of it opened, in the last day.
    var earlierIncidents: [Timestamp] = []
    /// A rule whose condition has held for long enough, being confirmed.
    var confirmation: Confirmation?
    var incident: IncidentState?
    /// The rule whose confirmation failed to agree waits until then before it is tried again.
    var nextConfirmationAt: Timestamp = .distantPast
    /// When the agent was last asked because a condition lacked only that.
    var askedAgentAt: Timestamp = .distantPast
    var saidUnproven: [Bool]

    init(_ target: Target, rules: [BoundRule], boots: BootLog, isProven: (ProbeDefinition) -> Bool) {
        self.target = target
        self.boots = boots
        self.rules = rules
        probes = target.probes.map { ProbeTrack($0, isProven: isProven($0)) }
        let isAgent = target.probes.map { $0.check.kind == "agent" }
        directProbes = isAgent.indices.filter { !isAgent[$0] }
        agentProbe = isAgent.firstIndex(of: true)
        ownAddresses = target.literalAddresses
        saidUnproven = Array(repeating: false, count: target.probes.count)
    }

    /// Nothing is under way, so that a result like the one before changes nothing.
    var isQuiet: Bool {
        guard incident == nil, confirmation == nil else { return false }
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

/// A rule bound to one target, and how long its condition has held there.
struct BoundRule: Sendable {
    let rule: Rule
    let when: CompiledCondition
    let recovery: CompiledCondition
    /// Of the ladder's rungs, in its order; nil where a rung has none.
    let rungs: [CompiledCondition?]
    /// Since when `when` has been true without a break; unknown holds it for a while.
    var trueSince: Timestamp?
    var unknownSince: Timestamp?

    init(_ rule: Rule, probeNames: [String]) throws(CompiledCondition.BindingError) {
        self.rule = rule
        when = try CompiledCondition(rule.when.expression, probeNames: probeNames)
        recovery = try CompiledCondition(rule.recovery.when.expression, probeNames: probeNames)
        var rungs: [CompiledCondition?] = []
        for rung in rule.ladder {
            rungs.append(
                try rung.when.map { condition throws(CompiledCondition.BindingError) in
                    try CompiledCondition(condition.expression, probeNames: probeNames)
                }
            )
        }
        self.rungs = rungs
    }

    var namesDiagnosis: Bool {
        when.namesDiagnosis || recovery.namesDiagnosis || rungs.contains { $0?.namesDiagnosis == true }
    }

    /// Probes that its `when` and its rungs' name.
    var probesOfAll: [Int] {
        var found = when.probes
        for probe in rungs.compactMap(\.self).flatMap(\.probes) where !found.contains(probe) { found.append(probe) }
        return found
    }

    /// Whether its `when` or a rung's asks for the agent, which no name of a probe shows.
    var namesAgent: Bool { when.namesAgent || rungs.contains { $0?.namesAgent ?? false } }

    /// Whether it has held for long enough.
    func isDue(at now: Timestamp) -> Bool { trueSince.map { now - $0 >= rule.holdFor } ?? false }

    /// `for`: true starts it, false clears it, unknown holds it for two intervals and then clears it.
    mutating func note(_ verdict: Truth, at now: Timestamp, tolerance: TimeSpan) {
        switch verdict {
        case .yes:
            trueSince = trueSince ?? now
            unknownSince = nil
        case .no:
            trueSince = nil
            unknownSince = nil
        case .unknown:
            unknownSince = unknownSince ?? now
            if let unknownSince, now - unknownSince > tolerance { trueSince = nil }
        }
    }
}

extension Rule {
    /// Whether a target with these probes has all that its conditions name; else it does nothing about that target.
    public func canBind(to probeNames: [String]) -> Bool { (try? BoundRule(self, probeNames: probeNames)) != nil }
}

/// The platform's word on a target, and when it was asked.
struct PlatformTrack: Sendable {
    var reading: PlatformReading
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
