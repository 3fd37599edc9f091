import Engine
import Exposition

/// Targets and groups of them.
struct TargetSection {
    let view: EngineView

    private static let states = EngineView.TargetCondition.allCases.map {
        state -> (EngineView.TargetCondition, RenderedLabels) in
        (state, ["state": state.rawValue])
    }

    func write(to writer: inout MetricsWriter) {
        let rows = view.targets.map { (summary: $0, labels: TargetSection.labels(of: $0)) }
        writer.family(Families.targetInfo)
        for row in rows { writer.sample(1, row.labels, ownLabels(of: row.summary)) }
        writer.family(Families.targetState)
        for row in rows {
            for (state, label) in TargetSection.states {
                writer.sample(row.summary.state == state ? 1 : 0, row.labels, label)
            }
        }
        writeBudgets(rows, &writer)
        writer.family(Families.unresponsive)
        writer.sample(view.unresponsive)
        writeGroups(&writer)
    }

    static func labels(of summary: EngineView.TargetSummary) -> RenderedLabels {
        ["vps": summary.target.id.text, "name": summary.target.name]
    }

    /// Prefixed, so that no configured label can collide with ours; of two with one name the first.
    private func ownLabels(of summary: EngineView.TargetSummary) -> RenderedLabels {
        var labels: [(name: String, value: String)] = []
        for label in summary.target.labels {
            let name = "label_" + label.name
            guard RenderedLabels.isValidName(name), !labels.contains(where: { $0.name == name }) else { continue }
            labels.append((name: name, value: label.value))
        }
        return RenderedLabels(labels)
    }

    private func writeBudgets(
        _ rows: [(summary: EngineView.TargetSummary, labels: RenderedLabels)],
        _ writer: inout MetricsWriter
    ) {
        writer.family(Families.budget)
        if let left = view.fleetBudgetLeft { writer.sample(left, ["scope": "fleet"]) }
        for group in view.groups {
            if let left = group.budgetLeft { writer.sample(left, ["scope": "group"], ["group": group.name]) }
        }
        let scope: RenderedLabels = ["scope": "target"]
        for row in rows {
            if let left = row.summary.budgetLeft { writer.sample(left, scope, row.labels) }
        }
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
}
