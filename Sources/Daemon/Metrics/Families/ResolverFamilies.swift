import Exposition

/// How the probes' resolver fares.
extension Families {
    static let resolverLookups = MetricFamily(
        "defib_resolver_lookups_total",
        .counter,
        help: "Questions for names of probes that were settled: answered, no_address, or failed by the resolver."
    )
    static let resolverEntries = MetricFamily(
        "defib_resolver_cache_entries",
        .gauge,
        help: "Names that the resolver knows of."
    )
    static let resolverFailing = MetricFamily(
        "defib_resolver_failing_names",
        .gauge,
        help: "Names that the resolver had no address for when it was last asked, for whatever reason."
    )
    static let resolverStale = MetricFamily(
        "defib_resolver_stale_answers_total",
        .counter,
        help: "Probes that went to a name's last address after its time; they are never down."
    )
}
