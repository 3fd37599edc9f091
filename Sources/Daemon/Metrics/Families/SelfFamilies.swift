import Exposition

/// How far Defib itself is well.
extension Families {
    static let loopLag = MetricFamily(
        "defib_loop_lag_seconds",
        .histogram,
        help: "How long events waited for the engine's loop.",
        unit: "seconds"
    )
    static let dropped = MetricFamily(
        "defib_observations_dropped_total",
        .counter,
        help: "Observations dropped since the engine could not follow; it distrusts itself for each."
    )
    static let journalWrites = MetricFamily(
        "defib_journal_write_seconds",
        .histogram,
        help: "How long commits to the journal took.",
        unit: "seconds"
    )
    static let journalFailures = MetricFamily(
        "defib_journal_write_failures_total",
        .counter,
        help: "Commits to the journal that failed; what they held is kept and tried again."
    )
    static let journalHealthy = MetricFamily(
        "defib_journal_healthy",
        .gauge,
        help: "Whether the journal can be written; while it can't, nothing is done."
    )
    static let reloadSuccessful = MetricFamily(
        "defib_config_last_reload_successful",
        .gauge,
        help: "Whether the last reload of the configuration succeeded."
    )
    static let reloadTime = MetricFamily(
        "defib_config_last_reload_success_timestamp_seconds",
        .gauge,
        help: "Unix time of the last configuration that was taken.",
        unit: "seconds"
    )
    static let buildInfo = MetricFamily("defib_build_info", .info, help: "The version that runs.")
}
