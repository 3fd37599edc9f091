import Engine
import Exposition

/// The latest result of one probe, with its labels rendered once for all its samples.
struct ProbeRow {
    let labels: RenderedLabels
    let kind: String
    let isProven: Bool
    let check: Check
    let latest: Observation

    /// Those of every target that have a result, in the configuration's order.
    static func rows(of view: EngineView) -> [ProbeRow] {
        view.targets.flatMap { summary in
            let target = TargetSection.labels(of: summary)
            return summary.probes.compactMap { ProbeRow($0, of: target) }
        }
    }

    private init?(_ probe: EngineView.ProbeSummary, of target: RenderedLabels) {
        guard let latest = probe.latest else { return nil }
        labels = target.joined(["probe": probe.definition.name])
        kind = probe.definition.check.kind
        isProven = probe.isProven
        check = probe.definition.check
        self.latest = latest
    }
}
