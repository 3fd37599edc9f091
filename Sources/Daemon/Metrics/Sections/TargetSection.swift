import Engine
import Exposition

/// Targets and groups of them.
struct TargetSection {
    let view: EngineView

    var blocks: [PageBlock] {
        TargetSection.states
            + [.once(writeBudgets), .targets(TargetSection.writeBudget)]
            + [.once(writeTotals)]
    }

    private static let states: [PageBlock] =
        .family(Families.targetInfo) { row, writer in writer.sample(1, row.labels, row.info) }
        + .family(Families.targetState) { row, writer in
            for (state, label) in labels { writer.sample(row.state == state ? 1 : 0, row.labels, label) }
        }

    private static let labels = EngineView.TargetCondition.allCases.map {
        state -> (EngineView.TargetCondition, RenderedLabels) in
        (state, ["state": state.rawValue])
    }

    private static let scope: RenderedLabels = ["scope": "target"]

    private static func writeBudget(_ row: TargetRow, _ writer: inout MetricsWriter) {
        if let left = row.budgetLeft { writer.sample(left, scope, row.labels) }
    }

    private func writeBudgets(_ writer: inout MetricsWriter) {
        writer.family(Families.budget)
        if let left = view.fleetBudgetLeft { writer.sample(left, ["scope": "fleet"]) }
        for group in view.groups {
            if let left = group.budgetLeft { writer.sample(left, ["scope": "group"], ["group": group.name]) }
        }
    }

    private func writeTotals(_ writer: inout MetricsWriter) {
        writer.family(Families.unresponsive)
        writer.sample(view.unresponsive)
        writer.family(Families.groupUnresponsive)
        for group in view.groups { writer.sample(group.unresponsive, ["group": group.name]) }
        writer.family(Families.groupStorm)
        for group in view.groups {
            guard let threshold = group.stormThreshold else { continue }
            writer.sample(group.unresponsive >= threshold ? 1 : 0, ["group": group.name])
        }
    }
}
