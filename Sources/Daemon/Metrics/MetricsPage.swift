import Engine
import Exposition
import HostUp

/// One exposition of everything, from a view of the engine and what was counted.
struct MetricsPage {
    let view: EngineView
    let counted: Meters.Counted
    let usage: ProviderUsage
    /// Of the receivers that are configured.
    let receivers: [String]
    let process: ProcessUsage?
    let version: String
    var heartbeat = HeartbeatReport()

    func render(_ format: ExpositionFormat) -> [UInt8] {
        var writer = MetricsWriter(format, capacity: 16_384 + view.targets.count * 4_096)
        let probes = ProbeRow.rows(of: view)
        ProbeSection(rows: probes, counted: counted.probes).write(to: &writer)
        HTTPSection(rows: probes.filter { $0.kind == "http" }).write(to: &writer)
        TLSSection(rows: probes).write(to: &writer)
        ICMPSection(rows: probes.filter { $0.kind == "icmp" }).write(to: &writer)
        TargetSection(view: view).write(to: &writer)
        DecisionSection(view: view, counted: counted).write(to: &writer)
        RestraintSection(view: view).write(to: &writer)
        ProviderSection(usage: usage, lastSweepAt: lastSweepAt).write(to: &writer)
        NotificationSection(view: view, counted: counted, receivers: receivers).write(to: &writer)
        HeartbeatSection(report: heartbeat).write(to: &writer)
        SelfSection(counted: counted, version: version).write(to: &writer)
        ProcessSection(process: process).write(to: &writer)
        return writer.finish()
    }

    /// Unix seconds. Before the first, that of the start, so that one never to come shows as well.
    private var lastSweepAt: Double? {
        counted.lastSweepAt.map(\.unixSeconds) ?? process?.startTime
    }
}

extension Timestamp {
    var unixSeconds: Double { Double(milliseconds) / 1_000 }
}
