/// Gathering what the gates look at, and hearing others before an action.
extension Engine {
    /// From when others must have been heard: the suspect's first failure, or its last action.
    func survey(of incident: IncidentState) -> Timestamp {
        max(incident.record.firstFailureAt, incident.lastActionAt ?? .distantPast)
    }

    /// Other targets without an observation started after the moment, nearest in file order first, so many at most.
    func unheard(since moment: Timestamp, apartFrom index: Int) -> [Int] {
        var found: [Int] = []
        var asked = 0
        for step in 1..<max(targets.count, 1) {
            let other = (index + step) % targets.count
            guard targets[other].hasDirectProbes else { continue }
            asked += 1
            if !targets[other].wasHeard(since: moment) { found.append(other) }
            if asked == Engine.surveySize { break }
        }
        return found
    }

    func needsSurvey(since moment: Timestamp, apartFrom index: Int) -> Bool {
        let referencesHeard = references.allSatisfy { $0.latestStart > moment }
        return !referencesHeard || !unheard(since: moment, apartFrom: index).isEmpty
    }

    /// Asks others and the references for a sign of life now; returns until when they have to answer.
    mutating func startSurvey(since moment: Timestamp, apartFrom index: Int) -> Timestamp {
        var addresses: [ProbeAddress] = []
        var longest = TimeSpan.zero
        for other in unheard(since: moment, apartFrom: index) {
            for probe in targets[other].directProbes {
                addresses.append(ProbeAddress(owner: .target(other), probe: probe, epoch: epoch))
                longest = max(longest, targets[other].probes[probe].definition.timeout)
            }
        }
        for reference in references.indices {
            addresses.append(ProbeAddress(owner: .reference(reference), probe: 0, epoch: epoch))
            longest = max(longest, references[reference].definition.timeout)
        }
        effects.append(.probeNow(addresses))
        return now + longest * 2 + Engine.confirmationSlack
    }

    /// An answer came: those who wait for answers are looked at together, not once for each.
    mutating func lookAtSurveysSoon() {
        if !deadlines.has(surveysKey) { deadlines.set(surveysKey, now + Engine.surveyPause) }
    }

    /// What others answered decides about those who wait for it.
    mutating func reviewSurveyors() {
        let waiting = surveyors
        surveyors = []
        for index in waiting {
            if case .surveying = targets[index].incident?.phase { review(index) }
            if case .surveying = targets[index].incident?.phase, !surveyors.contains(index) { surveyors.append(index) }
        }
    }

    func facts(of incident: IncidentState, rung: Rung, target index: Int) -> Facts {
        #if Mutants
            var facts = gathered(of: incident, rung: rung, target: index)
            facts.mutate()
            return facts
        #else
            return gathered(of: incident, rung: rung, target: index)
        #endif
    }

    private func gathered(of incident: IncidentState, rung: Rung, target index: Int) -> Facts {
        let target = targets[index].target
        var sight = sight(of: index, rule: incident.bound)
        sight.notBefore = incident.confirmedAt ?? .distantPast
        let restart = ledger.latestRestart(of: target.id, in: incident.record.id)
        return Facts(
            now: now,
            action: rung.action,
            target: target,
            mode: .init(
                policy: policy.mode,
                rule: incident.rule.mode,
                pause: pause,
                pauseFile: health.pauseFile,
                distrust: distrust(of: incident.rule)
            ),
            confirmation: .init(
                startedAt: incident.confirmedAt,
                maxAge: longestInterval(of: incident.bound.when, target: index) * 2,
                lastActionAt: incident.lastActionAt,
                verdict: incident.bound.when.evaluate(sight)
            ),
            hasOwnAddress: !targets[index].ownAddresses.isEmpty,
            latestSign: targets[index].signs.latest(apartFrom: rung.despite),
            signWindow: max(incident.rule.holdFor, longestDirectInterval(of: index) * 2),
            despite: rung.despite,
            restart: restart,
            restartWaitUntil: restart.map { ($0.answeredAt ?? $0.intendedAt) + incident.rule.restartWait },
            restartDenial: incident.restartDenial,
            openActions: ledger.open(of: target.id),
            earlierAction: ledger.latest(of: target.id, outside: incident.record.id),
            budgets: budgets(of: incident.rule, target: index, incident: incident.record.id),
            fleet: fleet(since: survey(of: incident), apartFrom: index),
            distrust: health.distrust(at: now),
            calm: calm(of: target),
            boot: Facts.BootFacts(
                latest: latestBoot(of: index),
                silent: silentBoot(of: index, apartFrom: incident.rule.overlooked),
                samples: targets[index].boots.samples,
                bounds: policy.bootGrace
            ),
            inspection: nil,
            assumeGates: policy.assumeGates,
            assumeIdle: policy.assumeIdle
        )
    }

    func longestDirectInterval(of index: Int) -> TimeSpan {
        var longest = TimeSpan.zero
        for probe in targets[index].directProbes {
            longest = max(longest, targets[index].probes[probe].definition.interval)
        }
        return longest
    }

    private func budgets(of rule: Rule, target index: Int, incident: Int64) -> Facts.BudgetFacts {
        let id = targets[index].target.id
        return Facts.BudgetFacts(
            cooldown: rule.cooldown,
            perTarget: rule.perTarget,
            spentOnTarget: rule.perTarget.map { ledger.spent(since: now - $0.window, of: id) } ?? 0,
            fleet: policy.limits.fleet,
            spentByFleet: policy.limits.fleet.map { ledger.spent(since: now - $0.window) } ?? 0,
            inFlight: policy.limits.inFlight,
            underRepair: underRepair(apartFrom: incident).count,
            groups: targets[index].groups.compactMap { groupBudget(groups[$0]) }
        )
    }

    private func groupBudget(_ group: TargetGroup) -> Facts.BudgetFacts.GroupBudget? {
        group.limits.budget.map { budget in
            let spent = ledger.spent(since: now - budget.window, among: group.ids)
            return Facts.BudgetFacts.GroupBudget(name: group.name, budget: budget, spent: spent)
        }
    }

    private func calm(of target: Target) -> Facts.CalmFacts {
        Facts.CalmFacts(
            windows: policy.windows.filter { $0.match.holds(for: target) && $0.contains(now) }.map(\.name),
            silences: silences.filter { $0.isInForce(at: now) && $0.match.holds(for: target) }
        )
    }

    /// Other targets that were acted upon and have neither recovered nor been handed over.
    func underRepair(apartFrom incident: Int64) -> [Int] {
        repairs.filter { isUnderRepair($0) && targets[$0].incident?.record.id != incident }
    }

    private func isUnderRepair(_ index: Int) -> Bool {
        guard let incident = targets[index].incident else { return false }
        return incident.record.state == .open && incident.lastActionAt != nil
    }

    /// An incident was acted upon: it is under repair until it recovers or is handed over.
    mutating func noteRepair(of index: Int) {
        repairs = repairs.filter { $0 != index && isUnderRepair($0) }
        if isUnderRepair(index) { repairs.append(index) }
    }

    func fleet(since moment: Timestamp, apartFrom index: Int) -> Facts.FleetFacts {
        // The suspect counts whatever it shows just now.
        let own = targets[index].isSilenced || tally.counts(index) ? 0 : 1
        return Facts.FleetFacts(
            size: targets.count,
            unresponsive: tally.unresponsive + own,
            storm: policy.limits.storm,
            unheard: unheard(since: moment, apartFrom: index).count,
            hasReferences: !references.isEmpty,
            referencesAnswered: references.contains { track in
                guard let latest = track.latest else { return false }
                return latest.result == .up && latest.startedAt > moment
            },
            referencesUnheard: references.contains { $0.latestStart <= moment },
            anotherAnswered: answers.anotherAnswered(since: moment, apartFrom: index),
            groups: targets[index].groups.compactMap { groupStorm($0, own: own) },
            silenced: tally.silenced,
            latch: latch
        )
    }

    private func groupStorm(_ group: Int, own: Int) -> Facts.FleetFacts.GroupStorm? {
        groups[group].limits.storm.map { storm in
            Facts.FleetFacts.GroupStorm(
                name: groups[group].name,
                size: groups[group].members.count,
                unresponsive: tally.byGroup[group] + own,
                storm: storm
            )
        }
    }
}

extension Rule {
    /// Signs of life that its ladder goes past: of a guest that boots they prove no more than of one that hangs.
    var overlooked: SignsOfLife { ladder.reduce([]) { $0.union($1.despite) } }

    /// How long a restart of this ladder is given; a reset before that is refused.
    var restartWait: TimeSpan {
        ladder.first { $0.action == .restart }?.wait ?? .zero
    }
}
