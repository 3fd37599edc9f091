import Engine
import Exposition
import HostUp

/// One exposition of everything, from what the engine and the meters say.
struct MetricsPage {
    let view: EngineView
    let rows: FleetRows
    let counted: Meters.Counted
    let usage: ProviderUsage
    /// Of the receivers that are configured.
    let receivers: [String]
    let process: ProcessUsage?
    let version: String
    var heartbeat = HeartbeatReport()

    func parts(_ format: ExpositionFormat) -> MetricsParts {
        MetricsParts(blocks, rows, format)
    }

    private var blocks: [PageBlock] {
        let probes = ProbeSection.blocks + [.once(ProbeCountSection(counted: counted.probes).write)]
        return probes + HTTPSection.blocks + TLSSection.blocks + ICMPSection.blocks
            + TargetSection(view: view).blocks
            + [
                .once(DecisionSection(rows: rows, counted: counted).write),
                .once(RestraintSection(view: view).write),
                .once(ProviderSection(usage: usage, lastSweepAt: lastSweepAt).write),
                .once(NotificationSection(view: view, counted: counted, receivers: receivers).write),
                .once(HeartbeatSection(report: heartbeat).write),
                .once(ResolverSection(statistics: counted.resolver).write),
                .once(SelfSection(counted: counted, version: version).write),
                .once(ProcessSection(process: process).write),
            ]
    }

    /// Unix seconds. Before the first, that of the start, so that one never to come shows as well.
    private var lastSweepAt: Double? {
        counted.lastSweepAt.map(\.unixSeconds) ?? process?.startTime
    }
}

extension Timestamp {
    var unixSeconds: Double { Double(milliseconds) / 1_000 }
}
