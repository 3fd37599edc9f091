import Exposition

/// Every family `/metrics` serves. Names and meanings of `probe_*` are blackbox_exporter's, so that its dashboards and
/// alerts apply.
enum Families {
    static let probeSuccess = MetricFamily("probe_success", .gauge, help: "Whether the latest probe was up.")
    static let probeDuration = MetricFamily(
        "probe_duration_seconds",
        .gauge,
        help: "How long the latest probe took.",
        unit: "seconds"
    )
    static let httpDuration = MetricFamily(
        "probe_http_duration_seconds",
        .gauge,
        help: "How long each phase of the latest HTTP probe took.",
        unit: "seconds"
    )
    static let httpStatus = MetricFamily(
        "probe_http_status_code",
        .gauge,
        help: "The status of the latest HTTP response, 0 where none came."
    )
    static let certificateExpiry = MetricFamily(
        "probe_ssl_earliest_cert_expiry",
        .gauge,
        help: "Unix time of the earliest expiry in the peer's chain."
    )
    static let icmpDuration = MetricFamily(
        "probe_icmp_duration_seconds",
        .gauge,
        help: "How long each phase of the latest round of echoes took.",
        unit: "seconds"
    )
    static let icmpLoss = MetricFamily(
        "defib_probe_icmp_loss_ratio",
        .gauge,
        help: "The share of echoes of the latest round that was not answered.",
        unit: "ratio"
    )
    static let probeProven = MetricFamily(
        "defib_probe_proven",
        .gauge,
        help: "Whether the probe has ever been up as it is defined now; until then it counts for nothing."
    )
    static let probes = MetricFamily("defib_probes_total", .counter, help: "Probes that ended, by kind and result.")

    static let targetInfo = MetricFamily("defib_target_info", .info, help: "A target's configured labels.")
    static let targetState = MetricFamily(
        "defib_target_state",
        .gauge,
        help: "1 for the state a target is in, 0 for the others."
    )
    static let incidents = MetricFamily("defib_incidents_total", .counter, help: "Incidents opened since the start.")
    static let openIncidents = MetricFamily("defib_incidents_open", .gauge, help: "Incidents not over, by state.")
    static let actions = MetricFamily(
        "defib_actions_total",
        .counter,
        help: "Actions sent, by what the provider's answer was."
    )
    static let refusals = MetricFamily(
        "defib_gate_refusals_total",
        .counter,
        help: "Decisions in which a gate refused an action."
    )
    static let recovery = MetricFamily(
        "defib_recovery_duration_seconds",
        .histogram,
        help: "From an incident's first failure to its recovery, by the rung that cured it.",
        unit: "seconds"
    )
    static let budget = MetricFamily(
        "defib_budget_remaining",
        .gauge,
        help: "Power actions that the budget of the fleet, of a group or of a target still allows."
    )
    static let storm = MetricFamily("defib_storm", .gauge, help: "Whether so many targets fail that nothing is done.")
    static let latched = MetricFamily(
        "defib_storm_latched",
        .gauge,
        help: "Whether storms tripped so often that nothing is done until an operator unlatches."
    )
    static let silences = MetricFamily("defib_silences", .gauge, help: "Silences of operators in force.")
    static let checkerRefusals = MetricFamily(
        "defib_checker_refusals_total",
        .counter,
        help: "Sealed actions the checker refused although every gate had passed: each is a fault in Defib."
    )
    static let groupUnresponsive = MetricFamily(
        "defib_group_unresponsive_targets",
        .gauge,
        help: "Targets of a group with a failing proven probe, those silenced left out."
    )
    static let groupStorm = MetricFamily(
        "defib_group_storm",
        .gauge,
        help: "Whether so many targets of a group fail that nothing is done in it."
    )
    static let unresponsive = MetricFamily(
        "defib_unresponsive_targets",
        .gauge,
        help: "Targets with a failing proven probe, those silenced left out."
    )
    static let paused = MetricFamily("defib_paused", .gauge, help: "Whether an operator has paused power actions.")
    static let armed = MetricFamily("defib_armed", .gauge, help: "Whether the mode is armed rather than observe.")
    static let selfTrust = MetricFamily(
        "defib_self_healthy",
        .gauge,
        help: "Whether the watchdog trusts itself enough to act."
    )

    static let requests = MetricFamily(
        "defib_provider_requests_total",
        .counter,
        help: "Requests to the provider's API, by endpoint and status code."
    )
    static let rateLimit = MetricFamily(
        "defib_provider_rate_limit_remaining",
        .gauge,
        help: "Requests the provider's rate limit still allows, by its own word."
    )
    static let notifications = MetricFamily(
        "defib_notifications_total",
        .counter,
        help: "Attempts to deliver a notification, by receiver and outcome."
    )
    static let waiting = MetricFamily(
        "defib_notifications_waiting",
        .gauge,
        help: "Notifications not yet delivered."
    )
    static let loopLag = MetricFamily(
        "defib_loop_lag_seconds",
        .histogram,
        help: "How long events waited for the engine's loop.",
        unit: "seconds"
    )
    static let scheduleLag = MetricFamily(
        "defib_probe_schedule_lag_seconds",
        .histogram,
        help: "How late probes started.",
        unit: "seconds"
    )
    static let journalWrites = MetricFamily(
        "defib_journal_write_seconds",
        .histogram,
        help: "How long commits to the journal took.",
        unit: "seconds"
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

    static let processCPU = MetricFamily(
        "process_cpu_seconds_total",
        .counter,
        help: "User and system CPU time spent.",
        unit: "seconds"
    )
    static let processResident = MetricFamily(
        "process_resident_memory_bytes",
        .gauge,
        help: "Resident memory.",
        unit: "bytes"
    )
    static let processVirtual = MetricFamily(
        "process_virtual_memory_bytes",
        .gauge,
        help: "Virtual memory.",
        unit: "bytes"
    )
    static let processDescriptors = MetricFamily("process_open_fds", .gauge, help: "Open file descriptors.")
    static let processMaxDescriptors = MetricFamily(
        "process_max_fds",
        .gauge,
        help: "Most file descriptors there may be."
    )
    static let processStart = MetricFamily(
        "process_start_time_seconds",
        .gauge,
        help: "Unix time of the start.",
        unit: "seconds"
    )
}
