import Engine
import Exposition

/// Incidents, actions and refusals.
struct DecisionSection {
    let rows: FleetRows
    let counted: Meters.Counted

    private typealias States = (IncidentRecord.State, EngineView.TargetCondition)

    func write(to writer: inout MetricsWriter) {
        writer.family(Families.incidents)
        writer.sample(counted.incidents)
        writer.family(Families.openIncidents)
        for (state, condition) in [(IncidentRecord.State.open, .incident), (.handedOver, .handedOver)] as [States] {
            let count = rows.targets.count { $0.state == condition }
            writer.sample(count, ["state": state.rawValue])
        }
        write(counted.actions, as: Families.actions, &writer)
        write(counted.actionEnds, as: Families.actionEnds, &writer)
        writer.family(Families.refusals)
        for gate in Gate.allCases { writer.sample(counted.refusals[gate] ?? 0, ["gate": gate.rawValue]) }
        writer.family(Families.checkerRefusals)
        writer.sample(counted.checkerRefusals)
        writer.family(Families.recovery)
        for (rung, histogram) in counted.recoveries.sorted(by: { $0.key < $1.key }) {
            writer.sample(histogram, ["cured_by": rung])
        }
    }

    private func write(
        _ counts: [Meters.ActionOutcome: UInt64],
        as family: MetricFamily,
        _ writer: inout MetricsWriter
    ) {
        writer.family(family)
        let sorted = counts.sorted { ($0.key.action, $0.key.outcome) < ($1.key.action, $1.key.outcome) }
        for (key, count) in sorted { writer.sample(count, ["action": key.action, "outcome": key.outcome]) }
    }
}
