import Exposition

/// Names, types and meanings of `probe_*` are blackbox_exporter's, so that its dashboards and alerts apply.
extension Families {
    static let probeSuccess = MetricFamily("probe_success", .gauge, help: "Whether the latest probe was up.")
    static let probeDuration = MetricFamily(
        "probe_duration_seconds",
        .gauge,
        help: "How long the latest probe took.",
        unit: "seconds"
    )
    static let lookupTime = MetricFamily(
        "probe_dns_lookup_time_seconds",
        .gauge,
        help: "How long the latest probe took to resolve its host's name, 0 for an address.",
        unit: "seconds"
    )
    static let addressProtocol = MetricFamily(
        "probe_ip_protocol",
        .gauge,
        help: "Whether the latest probe went to an IPv4 (4) or IPv6 (6) address, 0 where to none."
    )
    static let addressHash = MetricFamily(
        "probe_ip_addr_hash",
        .gauge,
        help: "A hash of the address the latest probe went to, which shows that it changed."
    )
    static let failedDueToPattern = MetricFamily(
        "probe_failed_due_to_regex",
        .gauge,
        help: "Whether the latest probe failed for the body or the banner alone."
    )

    // MARK: HTTP

    static let httpDuration = MetricFamily(
        "probe_http_duration_seconds",
        .gauge,
        help: "How long each phase of the latest HTTP probe took, summed over redirects.",
        unit: "seconds"
    )
    static let httpStatus = MetricFamily(
        "probe_http_status_code",
        .gauge,
        help: "The status of the latest HTTP response, 0 where none came."
    )
    static let httpVersion = MetricFamily(
        "probe_http_version",
        .gauge,
        help: "The version of HTTP of the latest response, such as 1.1; 0 where none came."
    )
    static let httpRedirects = MetricFamily(
        "probe_http_redirects",
        .gauge,
        help: "Redirects the latest HTTP probe was answered with."
    )
    static let httpEncrypted = MetricFamily(
        "probe_http_ssl",
        .gauge,
        help: "Whether the latest response, after redirects, came through TLS."
    )
    static let contentLength = MetricFamily(
        "probe_http_content_length",
        .gauge,
        help: "The length the latest response announced, -1 where it did not, 0 where none came."
    )
    static let bodyLength = MetricFamily(
        "probe_http_uncompressed_body_length",
        .gauge,
        help: "The length of the latest response's body as it was read."
    )
    static let lastModified = MetricFamily(
        "probe_http_last_modified_timestamp_seconds",
        .gauge,
        help: "Unix time of the latest response's Last-Modified, where it has one.",
        unit: "seconds"
    )

    // MARK: TLS

    static let certificateExpiry = MetricFamily(
        "probe_ssl_earliest_cert_expiry",
        .gauge,
        help: "Unix time of the earliest expiry in the chain that the peer sent."
    )
    static let tlsVersion = MetricFamily(
        "probe_tls_version_info",
        .info,
        help: "The version of TLS the latest probe's connection used."
    )

    // MARK: ICMP

    static let icmpDuration = MetricFamily(
        "probe_icmp_duration_seconds",
        .gauge,
        help: "How long each phase of the latest round of echoes took; the round trip is the mean of those answered.",
        unit: "seconds"
    )
    static let icmpHopLimit = MetricFamily(
        "probe_icmp_reply_hop_limit",
        .gauge,
        help: "The hop limit (IPv4: time to live) of the latest round's reply, where one came."
    )
    static let icmpLoss = MetricFamily(
        "defib_probe_icmp_loss_ratio",
        .gauge,
        help: "The share of echoes of the latest round that was not answered.",
        unit: "ratio"
    )

    // MARK: Probes as Defib sees them

    static let probeProven = MetricFamily(
        "defib_probe_proven",
        .gauge,
        help: "Whether the probe has ever been up as it is defined now; until then it counts for nothing."
    )
    static let probeStart = MetricFamily(
        "defib_probe_last_start_timestamp_seconds",
        .gauge,
        help: "Unix time at which the latest probe that ended was started.",
        unit: "seconds"
    )
    static let probes = MetricFamily("defib_probes_total", .counter, help: "Probes that ended, by kind and result.")
    static let skippedTurns = MetricFamily(
        "defib_probe_turns_skipped_total",
        .counter,
        help: "Turns of probes not taken, since the one before was still under way or too late."
    )
    static let scheduleLag = MetricFamily(
        "defib_probe_schedule_lag_seconds",
        .histogram,
        help: "How late probes started.",
        unit: "seconds"
    )
}
