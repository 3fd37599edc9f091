/// The keys one kind of mapping knows.
struct Section: Sendable {
    /// What documentation calls it.
    let name: String
    let keys: [String]
    /// Recognised, but belonging to later versions: refused by name rather than as unknown.
    let later: [String]
    /// Under which people write a secret that is none elsewhere, and what to do instead.
    let secrets: [String: String]

    init(_ name: String, _ keys: [String], later: [String] = [], secrets: [String: String] = [:]) {
        self.secrets = secrets
        self.name = name
        self.keys = keys
        self.later = later
    }
}

/// Every key of the configuration and of rule files. The documentation is tested against this list.
extension Section {
    static let configuration = Section(
        "the configuration",
        [
            "provider", "mode", "listen", "data_dir", "rule_files", "reference_targets", "limits", "groups",
            "boot_grace", "windows", "discovery", "targets", "receivers", "routes", "heartbeat", "journal",
        ],
        later: ["web"]
    )
    static let journal = Section("journal", ["exact", "rollups", "records"])
    static let provider = Section("provider", ["hostup"])
    static let hostup = Section(
        "provider 'hostup'",
        ["base_url", "token_file", "token_env", "sweep", "assume_gates", "assume_idle"]
    )
    static let limits = Section("limits", ["fleet", "in_flight", "storm"])
    static let group = Section("group", ["label", "storm", "budget"])
    static let bootGrace = Section("boot_grace", ["min", "max"])
    static let window = Section("window", ["name", "match", "days", "from", "to", "zone"])
    static let windowMatch = Section("match of a window", ["labels", "names"])
    static let discovery = Section("discovery", ["hostup"])
    static let discoveryHostup = Section(
        "discovery 'hostup'",
        ["refresh", "retire_after", "probes", "labels", "relabel", "arm"]
    )
    static let relabel = Section(
        "relabel",
        ["source_labels", "separator", "regex", "target_label", "replacement", "action"],
        later: ["modulus"]
    )
    static let arm = Section("arm", ["match"])
    static let armMatch = Section("match of arm", ["labels", "names"])
    static let target = Section("target", ["vps", "vmid", "name", "labels", "mode", "probes"])

    static let http = Section(
        "http probe",
        [
            "kind", "url", "interval", "timeout", "method", "headers", "body", "expect", "max_redirects", "max_body",
            "family", "tls", "connection", "fresh_every",
        ],
        later: ["basic_auth", "bearer_token_file", "proxy"]
    )
    static let expectation = Section("expect", ["status", "body_contains", "body_matches", "json"], later: ["headers"])
    static let json = Section("json", ["pointer", "equals"])
    static let tlsExpectation = Section("tls options", ["verify", "server_name", "ca_file", "min_validity", "resume"])
    static let tcp = Section("tcp probe", ["kind", "host", "port", "interval", "timeout", "banner", "family"])
    static let tls = Section(
        "tls probe",
        [
            "kind", "host", "port", "interval", "timeout", "family", "verify", "server_name", "ca_file", "min_validity",
            "resume", "fresh_every",
        ]
    )
    static let icmp = Section("icmp probe", ["kind", "host", "interval", "timeout", "count", "payload", "family"])
    static let agent = Section("agent probe", ["kind", "interval", "timeout", "command", "boot_id"])

    static let receiver = Section(
        "receiver",
        ["name"] + ReceiverReader.kinds + ["template", "digest", "fallback", "fallback_after"]
    )
    static let webhook = Section("webhook", ["url", "bearer_token_file", "secret_file", "ca_file", "timeout"])
    static let alertmanager = Section(
        "alertmanager",
        ["url", "bearer_token_file", "labels", "resend", "ca_file", "timeout"]
    )
    static let pagerDuty = Section("pagerduty", ["routing_key_file", "url", "ca_file", "timeout"])
    static let slack = Section(
        "slack",
        ["url_file", "ca_file", "timeout"],
        secrets: ["url": "whoever knows it can write there: put it into a file, and name that with 'url_file'"]
    )
    static let ntfy = Section("ntfy", ["topic", "url", "token_file", "ca_file", "timeout"])
    static let email = Section(
        "email",
        ["server", "tls", "from", "to", "username", "password_file", "allow_plaintext", "ca_file", "timeout"]
    )
    static let command = Section("command", ["run", "timeout"])
    static let template = Section("template", ["title", "text"])
    static let route = Section("route", ["match", "receivers", "remind", "continue"])
    static let routeMatch = Section("match of a route", ["severity", "labels", "names", "rules"])

    static let heartbeat = Section("heartbeat", ["url", "url_file", "interval"])

    static let ruleFile = Section("the rule file", ["rules"])
    static let rule = Section(
        "rule",
        ["name", "mode", "match", "when", "for", "ladder", "recovery", "limits", "patience"]
    )
    static let ruleMatch = Section("match of a rule", ["labels", "names"], later: ["groups"])
    static let rung = Section(
        "rung",
        ["action", "wait", "attempts", "severity", "command", "when", "despite"]
    )
    static let recovery = Section("recovery", ["when", "for"])
    static let ruleLimits = Section("limits of a rule", ["cooldown", "per_target", "flaps"])

    static let all: [Section] = [
        configuration, provider, hostup, limits, group, bootGrace, window, windowMatch, discovery, discoveryHostup,
        relabel, arm, armMatch, target, http, expectation, json,
        tlsExpectation, tcp, tls, icmp, agent,
        receiver, webhook, alertmanager, pagerDuty, slack, ntfy, email, command, template, route, routeMatch,
        heartbeat, journal, ruleFile, rule, ruleMatch, rung, recovery, ruleLimits,
    ]
}
