import Engine
import Exposition
import HostUp
import Probes

/// One exposition of everything, from a view of the engine and what was counted.
struct MetricsPage {
    let view: EngineView
    let counted: Meters.Counted
    let usage: ProviderUsage
    let process: ProcessUsage?
    let version: String

    func render(_ format: ExpositionFormat) -> [UInt8] {
        var writer = MetricsWriter(format, capacity: 4_096 + view.targets.count * 2_048)
        writeProbes(&writer)
        writeTargets(&writer)
        writeDecisions(&writer)
        writeSelf(&writer)
        writeProcess(&writer)
        return writer.finish()
    }

    // MARK: Probes

    private struct Row {
        var labels: RenderedLabels
        var probe: EngineView.ProbeSummary
        var latest: Observation
    }

    private var rows: [Row] {
        view.targets.flatMap { summary in
            summary.probes.compactMap { probe in
                guard let latest = probe.latest else { return nil }
                let labels: RenderedLabels = [
                    "vps": summary.target.id.text, "name": summary.target.name, "probe": probe.definition.name,
                ]
                return Row(labels: labels, probe: probe, latest: latest)
            }
        }
    }

    private func writeProbes(_ writer: inout MetricsWriter) {
        let rows = rows
        writer.family(Families.probeSuccess)
        for row in rows { writer.sample(row.latest.result == .up ? 1 : 0, row.labels) }
        writer.family(Families.probeDuration)
        for row in rows { writer.sample(microseconds: row.latest.measures.duration, row.labels) }
        writer.family(Families.probeProven)
        for row in rows { writer.sample(row.probe.isProven ? 1 : 0, row.labels) }
        writeHTTP(rows.filter { $0.probe.definition.check.kind == "http" }, &writer)
        writer.family(Families.certificateExpiry)
        for row in rows {
            if let expiry = row.latest.measures.certificateExpiry { writer.sample(expiry, row.labels) }
        }
        writeICMP(rows.filter { $0.probe.definition.check.kind == "icmp" }, &writer)
    }

    private func writeHTTP(_ rows: [Row], _ writer: inout MetricsWriter) {
        writer.family(Families.httpDuration)
        for row in rows {
            let measures = row.latest.measures
            for (phase, length) in [
                ("resolve", measures.resolve), ("connect", measures.connect), ("tls", measures.tls),
                ("processing", measures.processing), ("transfer", measures.transfer),
            ] {
                writer.sample(microseconds: length ?? 0, row.labels, ["phase": phase])
            }
        }
        writer.family(Families.httpStatus)
        for row in rows { writer.sample(row.latest.measures.httpStatus ?? 0, row.labels) }
    }

    private func writeICMP(_ rows: [Row], _ writer: inout MetricsWriter) {
        writer.family(Families.icmpDuration)
        for row in rows {
            let measures = row.latest.measures
            for (phase, length) in [("resolve", measures.resolve), ("rtt", measures.roundTrip)] {
                writer.sample(microseconds: length ?? 0, row.labels, ["phase": phase])
            }
        }
        writer.family(Families.icmpLoss)
        for row in rows {
            guard let sent = row.latest.measures.echoesSent, sent > 0 else { continue }
            writer.sample(1 - Double(row.latest.measures.echoesReceived ?? 0) / Double(sent), row.labels)
        }
    }

    // MARK: Targets and decisions

    private func writeTargets(_ writer: inout MetricsWriter) {
        writer.family(Families.targetInfo)
        for summary in view.targets { writer.sample(1, labels(of: summary), ownLabels(of: summary)) }
        writer.family(Families.targetState)
        for summary in view.targets {
            let labels = labels(of: summary)
            for state in EngineView.TargetCondition.allCases {
                writer.sample(summary.state == state ? 1 : 0, labels, ["state": state.rawValue])
            }
        }
        writer.family(Families.budget)
        if let left = view.fleetBudgetLeft { writer.sample(left, ["scope": "fleet"]) }
        for group in view.groups {
            if let left = group.budgetLeft { writer.sample(left, ["scope": "group"], ["group": group.name]) }
        }
        for summary in view.targets {
            if let left = summary.budgetLeft { writer.sample(left, ["scope": "target"], labels(of: summary)) }
        }
    }

    private func labels(of summary: EngineView.TargetSummary) -> RenderedLabels {
        ["vps": summary.target.id.text, "name": summary.target.name]
    }

    /// Prefixed, so that no configured label can collide with ours.
    private func ownLabels(of summary: EngineView.TargetSummary) -> RenderedLabels {
        RenderedLabels(
            summary.target.labels
                .filter { RenderedLabels.isValidName("label_" + $0.name) }
                .map { (name: "label_" + $0.name, value: $0.value) }
        )
    }

    private func writeDecisions(_ writer: inout MetricsWriter) {
        writer.family(Families.incidents)
        writer.sample(counted.incidents)
        writer.family(Families.openIncidents)
        for state in [IncidentRecord.State.open, .handedOver] {
            let count = view.targets.count { $0.incident?.state == state }
            writer.sample(count, ["state": state.rawValue])
        }
        writer.family(Families.actions)
        for (key, count) in counted.actions.sorted(by: {
            ($0.key.action, $0.key.outcome) < ($1.key.action, $1.key.outcome)
        }) {
            writer.sample(count, ["action": key.action, "outcome": key.outcome])
        }
        writer.family(Families.refusals)
        for gate in Gate.allCases { writer.sample(counted.refusals[gate] ?? 0, ["gate": gate.rawValue]) }
        writer.family(Families.recovery)
        for (rung, histogram) in counted.recoveries.sorted(by: { $0.key < $1.key }) {
            writer.sample(histogram, ["cured_by": rung])
        }
        for (family, value) in [
            (Families.storm, view.isStorm), (Families.latched, view.latch != nil),
            (Families.paused, view.pause?.isPaused ?? false || view.pauseFile),
            (Families.armed, view.mode == .armed), (Families.selfTrust, view.distrust == nil),
        ] {
            writer.family(family)
            writer.sample(value ? 1 : 0)
        }
        writer.family(Families.silences)
        writer.sample(view.silences.count)
        writer.family(Families.checkerRefusals)
        writer.sample(counted.checkerRefusals)
        writer.family(Families.unresponsive)
        writer.sample(view.unresponsive)
        writeGroups(&writer)
    }

    private func writeGroups(_ writer: inout MetricsWriter) {
        writer.family(Families.groupUnresponsive)
        for group in view.groups { writer.sample(group.unresponsive, ["group": group.name]) }
        writer.family(Families.groupStorm)
        for group in view.groups {
            guard let threshold = group.stormThreshold else { continue }
            writer.sample(group.unresponsive >= threshold ? 1 : 0, ["group": group.name])
        }
    }

    // MARK: Defib itself

    private func writeSelf(_ writer: inout MetricsWriter) {
        writer.family(Families.probes)
        for tally in counted.probes.tallies {
            for (result, count) in [("up", tally.up), ("down", tally.down), ("unknown", tally.unknown)] {
                writer.sample(count, ["kind": tally.kind, "result": result])
            }
        }
        writeProvider(&writer)
        writer.family(Families.notifications)
        for (key, count) in counted.deliveries.sorted(by: {
            ($0.key.receiver, $0.key.outcome) < ($1.key.receiver, $1.key.outcome)
        }) {
            writer.sample(count, ["receiver": key.receiver, "outcome": key.outcome])
        }
        writer.family(Families.waiting)
        writer.sample(view.notificationsWaiting)
        writer.family(Families.loopLag)
        writer.sample(counted.loopLag)
        writer.family(Families.scheduleLag)
        writer.sample(Histogram(counted.probes.schedule.lag))
        writer.family(Families.journalWrites)
        writer.sample(counted.journalWrites)
        writer.family(Families.journalHealthy)
        writer.sample(counted.journalFault == nil ? 1 : 0)
        writer.family(Families.reloadSuccessful)
        writer.sample(counted.isLastReloadSuccessful ? 1 : 0)
        writer.family(Families.reloadTime)
        if let at = counted.lastReloadAt { writer.sample(Double(at.milliseconds) / 1_000) }
        writer.family(Families.buildInfo)
        writer.sample(1, ["version": version])
    }

    private func writeProvider(_ writer: inout MetricsWriter) {
        writer.family(Families.requests)
        for request in usage.requests {
            writer.sample(request.count, ["endpoint": request.endpoint, "code": request.code])
        }
        writer.family(Families.rateLimit)
        if let remaining = usage.rateLimitRemaining { writer.sample(remaining) }
    }

    private func writeProcess(_ writer: inout MetricsWriter) {
        guard let process else { return }
        writer.family(Families.processCPU)
        writer.sample(process.cpuSeconds)
        writer.family(Families.processResident)
        writer.sample(process.residentBytes)
        writer.family(Families.processVirtual)
        writer.sample(process.virtualBytes)
        writer.family(Families.processDescriptors)
        writer.sample(process.openDescriptors)
        writer.family(Families.processMaxDescriptors)
        writer.sample(process.maxDescriptors)
        writer.family(Families.processStart)
        writer.sample(process.startTime)
    }
}
