import Exposition

/// Of the dead-man's switch.
extension Families {
    static let heartbeatWell = MetricFamily(
        "defib_heartbeat_well",
        .gauge,
        help: "Whether all is well: Defib trusts itself, people can be told, the provider answers."
    )
    static let heartbeatPings = MetricFamily(
        "defib_heartbeat_pings_total",
        .counter,
        help: "Pings to the dead-man's switch, by kind and by whether they were taken."
    )
    static let heartbeatSuccess = MetricFamily(
        "defib_heartbeat_last_success_timestamp_seconds",
        .gauge,
        help: "Unix time of the last success that the dead-man's switch took.",
        unit: "seconds"
    )
}
