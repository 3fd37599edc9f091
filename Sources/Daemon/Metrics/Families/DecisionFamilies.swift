import Exposition

/// What is decided and done, and what holds it back.
extension Families {
    static let incidents = MetricFamily("defib_incidents_total", .counter, help: "Incidents opened since the start.")
    static let openIncidents = MetricFamily("defib_incidents_open", .gauge, help: "Incidents not over, by state.")
    static let actions = MetricFamily(
        "defib_actions_total",
        .counter,
        help: "Actions sent, by what the provider's answer was."
    )
    static let actionEnds = MetricFamily(
        "defib_action_ends_total",
        .counter,
        help: "Actions that were settled, by how they ended."
    )
    static let refusals = MetricFamily(
        "defib_gate_refusals_total",
        .counter,
        help: "Decisions in which a gate refused an action."
    )
    static let checkerRefusals = MetricFamily(
        "defib_checker_refusals_total",
        .counter,
        help: "Sealed actions the checker refused although every gate had passed: each is a fault in Defib."
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

    // MARK: What holds actions back

    static let storm = MetricFamily("defib_storm", .gauge, help: "Whether so many targets fail that nothing is done.")
    static let latched = MetricFamily(
        "defib_storm_latched",
        .gauge,
        help: "Whether storms tripped so often that nothing is done until an operator unlatches."
    )
    static let silences = MetricFamily("defib_silences", .gauge, help: "Silences of operators in force.")
    static let paused = MetricFamily("defib_paused", .gauge, help: "Whether an operator has paused power actions.")
    static let pauseStart = MetricFamily(
        "defib_pause_start_timestamp_seconds",
        .gauge,
        help: "Unix time at which an operator paused power actions; absent where none did, or by the file alone.",
        unit: "seconds"
    )
    static let armed = MetricFamily("defib_armed", .gauge, help: "Whether the mode is armed rather than observe.")
    static let disarmed = MetricFamily(
        "defib_rules_disarmed",
        .gauge,
        help: "Rules that may not act, whatever their mode says, since one shocked a living guest."
    )
    static let selfTrust = MetricFamily(
        "defib_self_healthy",
        .gauge,
        help: "Whether the watchdog trusts itself enough to act."
    )
}
