import Exposition

extension Families {
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
    static let rateLimitSize = MetricFamily(
        "defib_provider_rate_limit",
        .gauge,
        help: "Requests the provider's rate limit allows in all until it is renewed, by its own word."
    )
    static let lastSweep = MetricFamily(
        "defib_provider_sweep_last_success_timestamp_seconds",
        .gauge,
        help: "Unix time of the latest listing of the account's VPSs that succeeded; the start until the first did.",
        unit: "seconds"
    )
}
