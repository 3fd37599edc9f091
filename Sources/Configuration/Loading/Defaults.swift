internal import Engine

/// What holds where the configuration is silent. Documentation lists each; defaults of the engine's own values stand
/// with those.
enum Defaults {
    static let baseURL = "https://cloud.hostup.se"
    static let sweep = TimeSpan.seconds(60)
    /// Of discovery; never below the sweep.
    static let refresh = TimeSpan.minutes(5)
    static let retireAfter = TimeSpan.minutes(15)
    static let listen = ListenAddress(host: "127.0.0.1", port: 9753)
    static let dataDirectory = "/var/lib/defib"
    static let pagerDutyURL = "https://events.pagerduty.com/v2/enqueue"
    static let ntfyURL = "https://ntfy.sh"
    static let recoveryFor = TimeSpan.seconds(30)
    /// Between two questions to one reference target, and how long it may take to answer.
    static let referencePace = (interval: TimeSpan.seconds(10), timeout: TimeSpan.seconds(2))

    static let heartbeatInterval = TimeSpan.seconds(60)
    /// Healthchecks.io takes five pings a minute of one check.
    static let shortestHeartbeat = TimeSpan.seconds(15)

    /// By the probe's kind.
    static func pace(_ kind: String) -> (interval: TimeSpan, timeout: TimeSpan) {
        switch kind {
        case "icmp": (.seconds(5), .seconds(1))
        case "tcp": (.seconds(10), .seconds(2))
        case "tls": (.seconds(30), .seconds(5))
        case "agent": (.seconds(60), .seconds(15))
        default: (.seconds(10), .seconds(3))
        }
    }

    /// Faster than this is an error: a probe costs the target work, too.
    static let shortestInterval = TimeSpan.milliseconds(50)
    static let shortestTimeout = TimeSpan.milliseconds(10)
    /// The listing serves the whole fleet under one rate limit.
    static let shortestSweep = TimeSpan.milliseconds(100)
}
