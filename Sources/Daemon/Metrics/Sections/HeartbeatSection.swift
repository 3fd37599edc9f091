import Exposition

/// What the dead-man's switch is told. Whether all is well is told without a switch as well; before that is known, nothing is.
struct HeartbeatSection {
    let report: HeartbeatReport

    func write(to writer: inout MetricsWriter) {
        writer.family(Families.heartbeatWell)
        switch report.condition {
        case .unknown: break
        case .well: writer.sample(1)
        case .ill: writer.sample(0)
        }
        writer.family(Families.heartbeatPings)
        for kind in report.isConfigured ? HeartbeatReport.Kind.allCases : [] {
            writer.sample(report.taken[kind] ?? 0, ["kind": kind.rawValue, "outcome": "taken"])
            writer.sample(report.lost[kind] ?? 0, ["kind": kind.rawValue, "outcome": "lost"])
        }
        writer.family(Families.heartbeatSuccess)
        if let at = report.lastSuccessAt { writer.sample(at.unixSeconds) }
    }
}
