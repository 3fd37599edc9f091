import Exposition

/// A piece of the page, in the order in which they stand there.
enum PageBlock: Sendable {
    /// Whatever has few samples.
    case once(@Sendable (inout MetricsWriter) -> Void)
    /// What each target adds to the family that was begun.
    case targets(@Sendable (TargetRow, inout MetricsWriter) -> Void)
    /// What each of these probes adds to the family that was begun.
    case probes(@Sendable (ProbeRow, inout MetricsWriter) -> Void)
}

extension [PageBlock] {
    /// A family that has samples of targets.
    static func family(
        _ family: MetricFamily,
        targets: @escaping @Sendable (TargetRow, inout MetricsWriter) -> Void
    ) -> [PageBlock] {
        [.once { $0.family(family) }, .targets(targets)]
    }

    /// A family that has samples of probes.
    static func family(
        _ family: MetricFamily,
        probes: @escaping @Sendable (ProbeRow, inout MetricsWriter) -> Void
    ) -> [PageBlock] {
        [.once { $0.family(family) }, .probes(probes)]
    }

    /// A family that has samples of the probes of one kind.
    static func family(
        _ family: MetricFamily,
        of kind: ProbeRow.Kind,
        probes: @escaping @Sendable (ProbeRow, inout MetricsWriter) -> Void
    ) -> [PageBlock] {
        .family(family) { row, writer in
            if row.kind == kind { probes(row, &writer) }
        }
    }
}
