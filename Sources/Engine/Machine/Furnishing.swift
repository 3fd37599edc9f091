/// Setting up the state of targets from a policy, at start and at reload.
extension Engine {
    /// Builds every target's state anew; what outlives a reload is carried over by the caller.
    mutating func furnish() {
        var binder = RuleBinder(policy.rules)
        targets = policy.targets.map { target in
            let rules = binder.rules(for: target)
            var state = TargetState(target, rules: rules, boots: histories.boots(of: target.id)) {
                histories.isProven($0, of: target.id)
            }
            state.earlierIncidents = histories.incidents(of: target.id)
            return state
        }
        groups = TargetGroup.all(of: policy)
        for (group, members) in groups.enumerated() {
            for index in members.members { targets[index].groups.append(group) }
        }
        indexByVPS = [:]
        for (index, state) in targets.enumerated() { indexByVPS[state.target.id] = index }
        references = policy.references.map { ProbeTrack($0, isProven: true) }
        deadlines = DeadlineQueue(count: targets.count + 4)
        deadlines.set(outboxKey, outbox.nextDue())
        repairs = []
    }

    /// Incidents that were open when an earlier life ended.
    mutating func takeUp(_ incidents: [IncidentRecord], now: Timestamp) {
        for record in incidents.sorted(by: { $0.id < $1.id }) {
            guard let index = indexByVPS[record.vps] else {
                orphan(record, because: Engine.takenOut)
                continue
            }
            targets[index].incident = resumed(record, target: index)
            noteRepair(of: index)
            tellInterrupted(index)
            deadlines.set(index, now)
        }
    }

    /// An action that was only intended counts as sent, with an unknown outcome; what was accepted is asked about.
    private mutating func resumed(_ record: IncidentRecord, target index: Int) -> IncidentState? {
        guard let rule = ruleOwning(record, target: index) ?? BoundRule.recoveryOnly(of: record) else { return nil }
        var incident = IncidentState(record: record, bound: rule, phase: .deciding)
        let actions = ledger.actions.filter { $0.incident == record.id }
        incident.lastActionAt = actions.last?.intendedAt
        // What an operator did meanwhile is no try of the ladder's.
        let rungs = actions.filter(\.isRung)
        if record.state == .handedOver {
            incident.phase = .handedOver
        } else if let open = rungs.last(where: \.state.isOpen) {
            incident.phase = resumedPhase(of: open)
        } else if record.waitUntil != nil, let last = rungs.last {
            incident.phase = .waiting(action: last.id, poll: nil)
        }
        return incident
    }

    /// The rule as it was when the incident opened, bound to the probes there are now; nil where it names one that is gone.
    /// A rule of that name that only observes by now is heeded. Records of earlier versions name the rule alone.
    private func ruleOwning(_ record: IncidentRecord, target index: Int) -> BoundRule? {
        let present = targets[index].rules.first { $0.rule.name == record.rule }
        guard var wording = record.wording else { return present }
        if present?.rule.mode == .observe { wording.mode = .observe }
        return try? BoundRule(wording, probeNames: targets[index].probes.map(\.definition.name))
    }

    private mutating func resumedPhase(of open: ActionRecord) -> IncidentState.Phase {
        var action = open
        if action.state == .intended {
            action.state = .outcomeUnknown
            action.detail = Engine.interrupted
            ledger.update(action)
            keep(.action(action))
        }
        let poll = action.operation.map { IncidentState.Poll(operation: $0, nextAt: .distantPast, count: 0) }
        return .waiting(action: action.id, poll: action.state == .accepted ? poll : nil)
    }

    private static let interrupted = "the daemon ended between the intent and the answer"

    private mutating func tellInterrupted(_ index: Int) {
        guard case .waiting(let id, _) = targets[index].incident?.phase, let action = ledger[id],
            action.state == .outcomeUnknown, action.detail == Engine.interrupted
        else { return }
        tellUnknown(index, action: action, why: Engine.interrupted)
    }

    /// Takes a changed configuration in.
    mutating func reload(_ policy: Policy, epoch: UInt32) {
        configured = policy.targets
        let dropped = roster.reconsider(policy.discovery?.found ?? [])
        watch(policy, epoch: max(epoch, self.epoch &+ 1), because: Engine.takenOut)
        tellDropped(dropped)
    }

    static let takenOut = "the target was taken out of the configuration"

    /// Watches what a policy and the roster say now: incidents, platform readings and what probes have seen under an unchanged
    /// definition stay. An incident of what is no longer watched is closed with the reason.
    mutating func watch(_ policy: Policy, epoch: UInt32, because reason: String) {
        let before = targets
        let beforeByVPS = indexByVPS
        let oldReferences = references
        for state in before { histories.keep(state) }
        self.policy = policy
        self.policy.targets = roster.targets(beside: configured)
        self.epoch = epoch
        outbox.configure(policy.receivers)
        effects.append(.planProbes(self.policy, epoch: epoch))
        furnish()
        references = references.map { fresh in oldReferences.first { $0.definition == fresh.definition } ?? fresh }
        for index in targets.indices {
            guard let old = beforeByVPS[targets[index].target.id] else { continue }
            targets[index].carryOver(before[old])
            noteRepair(of: index)
            deadlines.set(index, now)
        }
        applySilences()
        for state in before where indexByVPS[state.target.id] == nil {
            if let record = state.incident?.record { orphan(record, because: reason, labels: state.target.labels) }
        }
        furnishTallies()
        surveyors = []
        dropRequests()
        reviewTrust()
    }

    private mutating func orphan(_ record: IncidentRecord, because reason: String, labels: [Label] = []) {
        var record = record
        record.state = .closed
        record.endedAt = now
        record.conclusion = reason
        keep(.incident(record))
        conclude(record, labels: labels, kind: .notice)
    }
}

extension TargetState {
    /// What the target was before a reload goes on where its definition is the same. An incident keeps its rule as it was
    /// when it opened, bound anew to the probes; where a probe it names is gone, it is handed over.
    mutating func carryOver(_ old: TargetState) {
        for index in probes.indices {
            guard let same = old.probes.first(where: { $0.definition == probes[index].definition }) else { continue }
            probes[index] = same
            probes[index].saidUnproven = false
        }
        for index in rules.indices {
            guard let same = old.rules.first(where: { $0.rule == rules[index].rule }), !same.isSettled(by: .no) else {
                continue
            }
            rules[index].trueSince = same.trueSince
            rules[index].unknownSince = same.unknownSince
        }
        platform = old.platform
        signs = old.signs
        boots = old.boots
        keptBootMarks = old.keptBootMarks
        earlierIncidents = old.earlierIncidents
        if let address = platform?.primaryIP, !ownAddresses.contains(address) { ownAddresses.append(address) }
        guard var incident = old.incident else { return }
        if let rebound = try? BoundRule(incident.rule, probeNames: probes.map(\.definition.name)) {
            incident.bound = rebound
        } else {
            incident.record.rung = incident.rule.ladder.count
        }
        // A burst or reading under way belongs to the old addresses.
        switch incident.phase {
        case .confirming, .surveying, .inspecting: incident.phase = .deciding
        case .deciding, .acting, .waiting, .reconciling, .resting, .handedOver: break
        }
        incident.confirmedAt = nil
        self.incident = incident
    }
}

extension BoundRule {
    /// For an incident whose rule is gone: nothing more is done, and it ends when the target answers again.
    static func recoveryOnly(of record: IncidentRecord) -> BoundRule? {
        let nothing = Condition(text: "signs_of_life", expression: .signsOfLife)
        let rule = Rule(
            name: record.rule,
            mode: .observe,
            when: nothing,
            holdFor: .seconds(60),
            ladder: [],
            recovery: .init(when: nothing, holdFor: .seconds(30))
        )
        return try? BoundRule(rule, probeNames: [])
    }
}
