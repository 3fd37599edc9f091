/// Gathering the evidence of an action that is about to be sent: raw, from the engine's state, beside the gates.
extension Engine {
    /// - Parameter operator: who asked for it by hand, and the gates they overrode.
    func seal(
        _ action: ActionRecord,
        _ power: PowerAction,
        of incident: IncidentState,
        target index: Int,
        _ gates: [GateResult],
        _ inspection: Inspection,
        sequence: Int64,
        by request: OperatorRequest? = nil
    ) -> SealedAction {
        let rung = incident.rung ?? Rung(action: .page)
        let (diagnosis, reasons) = diagnose(index)
        let bundle = EvidenceBundle(
            sequence: sequence,
            at: now,
            action: action.id,
            power: power,
            vps: action.vps,
            incident: action.incident,
            firstFailureAt: incident.record.firstFailureAt,
            target: targetEvidence(of: index),
            rule: ruleEvidence(of: incident, rung),
            mode: modeEvidence(of: incident.rule, target: targets[index].target),
            confirmation: .init(
                startedAt: incident.confirmedAt,
                maxAge: longestInterval(of: incident.bound.when, target: index) * 2,
                lastActionAt: incident.lastActionAt
            ),
            probes: targets[index].probes.map(\.evidence),
            platform: .init(
                powerState: targets[index].platform?.powerState,
                listedAt: targets[index].platform?.startedAt,
                sweep: policy.sweep
            ),
            diagnosis: diagnosis,
            diagnosisReasons: reasons,
            signs: targets[index].signs.all,
            history: history(of: incident, before: action, target: index),
            fleet: fleetEvidence(since: survey(of: incident), target: index),
            health: health.evidence,
            calm: calmEvidence(of: targets[index].target),
            boot: .init(
                latest: latestBoot(of: index, before: action.id),
                shown: targets[index].boots.latestSeen,
                samples: targets[index].boots.samples,
                bounds: policy.bootGrace
            ),
            inspection: inspection,
            assumeGates: policy.assumeGates,
            assumeIdle: policy.assumeIdle,
            gates: gates,
            overrides: request?.overrides ?? [],
            operatorName: request?.by
        )
        return SealedAction(action: action.id, power: power, vps: action.vps, bundle: bundle)
    }

    private func targetEvidence(of index: Int) -> EvidenceBundle.TargetEvidence {
        let target = targets[index].target
        return EvidenceBundle.TargetEvidence(
            name: target.name,
            labels: target.labels,
            probes: target.probes.map(\.name),
            ownAddresses: targets[index].ownAddresses
        )
    }

    private func ruleEvidence(of incident: IncidentState, _ rung: Rung) -> EvidenceBundle.RuleEvidence {
        let rule = incident.rule
        return EvidenceBundle.RuleEvidence(
            name: rule.name,
            fingerprint: rule.fingerprint,
            when: rule.when.text,
            condition: rule.when.expression,
            rungCondition: rung.when?.expression,
            holdFor: rule.holdFor,
            ladder: rule.ladder,
            rung: incident.record.rung,
            wait: rung.wait,
            despite: rung.despite,
            restartWait: rule.restartWait,
            cooldown: rule.cooldown,
            perTarget: rule.perTarget
        )
    }

    private func modeEvidence(of rule: Rule, target: Target) -> EvidenceBundle.ModeEvidence {
        EvidenceBundle.ModeEvidence(
            policy: policy.mode,
            target: target.mode,
            rule: rule.mode,
            isThisMachine: target.isThisMachine,
            pause: pause,
            pauseFile: health.pauseFile,
            distrust: distrust(of: rule)
        )
    }

    /// As far back as the longest limit counts, and all of this incident's.
    private func history(of incident: IncidentState, before action: ActionRecord, target index: Int)
        -> EvidenceBundle.HistoryEvidence
    {
        let inGroups = targets[index].groups.map { groups[$0] }
        let windows = [policy.limits.fleet?.window, incident.rule.perTarget?.window, incident.rule.cooldown]
        let longest = (windows + inGroups.map(\.limits.budget?.window)).compactMap(\.self).max() ?? .zero
        let past = ledger.actions.filter { other in
            guard other.id != action.id, other.countsAsPower else { return false }
            return other.intendedAt >= now - longest || other.vps == action.vps || other.state.isOpen
        }
        let kept = past.suffix(Engine.mostPastActions)
        let repairs = underRepair(apartFrom: incident.record.id).map { targets[$0].target.id }
        let named = Set(kept.map(\.vps) + repairs + [action.vps])
        return EvidenceBundle.HistoryEvidence(
            actions: kept.compactMap(EvidenceBundle.HistoryEvidence.PastAction.init),
            fleet: policy.limits.fleet,
            groups: inGroups.map { groupEvidence($0, named: named, apartFrom: index) },
            inFlight: policy.limits.inFlight,
            underRepair: repairs,
            restartDenials: incident.restartDenial.map { [$0.first, $0.second] } ?? []
        )
    }

    private func groupEvidence(_ group: TargetGroup, named: Set<VPSID>, apartFrom index: Int)
        -> EvidenceBundle.HistoryEvidence.GroupEvidence
    {
        let down = group.members.filter { $0 != index && isCountedDown($0) }
        let shown = named.union(down.prefix(EvidenceBundle.FleetEvidence.mostNamed).map { targets[$0].target.id })
        return .init(
            name: group.name,
            budget: group.limits.budget,
            storm: group.limits.storm,
            size: group.members.count,
            members: group.members.map { targets[$0].target.id }.filter(shown.contains),
            unresponsiveCount: down.count
        )
    }

    /// No budget is larger than what a person would write.
    private static let mostPastActions = 1_000

    private func fleetEvidence(since moment: Timestamp, target index: Int) -> EvidenceBundle.FleetEvidence {
        let others = targets.indices.filter { $0 != index && isCountedDown($0) }
        let witness = targets.indices.first { $0 != index && targets[$0].answered(since: moment) }
        return EvidenceBundle.FleetEvidence(
            size: targets.count,
            storm: policy.limits.storm,
            unresponsive: others.prefix(EvidenceBundle.FleetEvidence.mostNamed).map { targets[$0].target.id },
            unresponsiveCount: others.count,
            since: moment,
            unheard: unheard(since: moment, apartFrom: index).count,
            witness: witness.map { .init(vps: targets[$0].target.id, startedAt: targets[$0].latestAnswer) },
            references: references.map { track in
                .init(
                    name: track.definition.name,
                    startedAt: track.latest?.startedAt,
                    isUp: track.latest?.result == .up
                )
            },
            latch: latch,
            isSuspectSilenced: isSilencedNow(targets[index].target)
        )
    }

    /// Taken anew from the target's own probes and from the silences, not from the tally that the storm gate goes by.
    private func isCountedDown(_ index: Int) -> Bool {
        targets[index].isUnresponsive(at: now) && !isSilencedNow(targets[index].target)
    }

    private func isSilencedNow(_ target: Target) -> Bool {
        silences.contains { $0.isInForce(at: now) && $0.match.holds(for: target) }
    }

    private func calmEvidence(of target: Target) -> EvidenceBundle.CalmEvidence {
        EvidenceBundle.CalmEvidence(
            windows: policy.windows.filter { $0.match.holds(for: target) }.map { $0.trimmed(around: now) },
            silences: silences.filter { $0.match.holds(for: target) }
        )
    }
}

extension ProbeTrack {
    fileprivate var evidence: EvidenceBundle.ProbeEvidence {
        EvidenceBundle.ProbeEvidence(
            name: definition.name,
            kind: definition.check.kind,
            interval: definition.interval,
            timeout: definition.timeout,
            isProven: isProven,
            observation: latest,
            streak: streak,
            ups: ups,
            downs: downs,
            rounds: rounds
        )
    }
}

extension EvidenceBundle.HistoryEvidence.PastAction {
    fileprivate init?(_ record: ActionRecord) {
        guard let power = PowerAction(rawValue: record.action) else { return nil }
        id = record.id
        incident = record.incident
        vps = record.vps
        action = power
        state = record.state
        intendedAt = record.intendedAt
        answeredAt = record.answeredAt
    }
}

extension MaintenanceWindow {
    /// The same for some days around a moment: two centuries of a zone's changes tell nothing more about it.
    fileprivate func trimmed(around moment: Timestamp) -> MaintenanceWindow {
        let second = moment.milliseconds / 1_000
        let (from, to) = (second - 8 * 86_400, second + 8 * 86_400)
        var window = self
        window.zone = Zone(
            name: zone.name,
            firstOffset: zone.offset(at: from),
            changes: zone.changes.filter { $0.at > from && $0.at <= to }
        )
        return window
    }
}
