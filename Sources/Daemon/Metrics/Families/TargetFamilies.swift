import Exposition

extension Families {
    static let targetInfo = MetricFamily("defib_target_info", .info, help: "A target's configured labels.")
    static let targetState = MetricFamily(
        "defib_target_state",
        .gauge,
        help: "1 for the state a target is in, 0 for the others."
    )
    static let unresponsive = MetricFamily(
        "defib_unresponsive_targets",
        .gauge,
        help: "Targets with a failing proven probe, those silenced left out."
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
}
