public import Engine

/// A configuration without errors, as typed values.
public struct LoadedConfiguration: Hashable, Sendable {
    /// What the engine decides by.
    public var policy: Policy
    public var provider: ProviderSettings
    /// Nil: only targets of the configuration are watched.
    public var discovery: DiscoverySettings?
    public var listen: ListenAddress
    public var dataDirectory: String
    public var receivers: [ReceiverSettings]
    /// Nil: no dead-man's switch.
    public var heartbeat: HeartbeatSettings?
    public var journal: JournalSettings
    /// The rule files read, in the order of their rules.
    public var ruleFiles: [String]
    /// Sixteen hexadecimal digits over every file read, in order: tells one configuration from another, and no more.
    public var sourceHash: String
    /// What is probably not meant. Loaded all the same.
    public var warnings: [Diagnostic]
}

/// How much the journal keeps; what is older goes first.
public struct JournalSettings: Hashable, Sendable {
    /// Bytes of exact observations.
    public var exact = 256 << 20
    /// Of observations in minutes.
    public var rollups = TimeSpan.hours(90 * 24)
    /// Of incidents, actions, decisions and notifications that are over.
    public var records = TimeSpan.hours(400 * 24)

    public init() {}
}

/// How the provider's API is reached.
public struct ProviderSettings: Hashable, Sendable {
    /// The origin, without a slash at its end: `https://cloud.hostup.se`.
    public var baseURL: String
    public var credential: CredentialSource
    /// The pace of the fleet's listing.
    public var sweep: TimeSpan
    public var assumeGates: Bool
    public var assumeIdle: Bool
}

/// Where the API's key is read from, at start and on each reload. The key itself never stands in a configuration.
public enum CredentialSource: Hashable, Sendable {
    case file(path: String)
    case environment(name: String)
}

public struct ListenAddress: Hashable, Sendable {
    /// Without brackets.
    public var host: String
    /// 0: any free one.
    public var port: Int

    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }
}

extension ListenAddress: CustomStringConvertible {
    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}

/// Who misses Defib when it falls silent, by healthchecks.io's convention: a URL, and `/start` and `/fail` below it.
public struct HeartbeatSettings: Hashable, Sendable {
    public var url: Address
    public var interval: TimeSpan

    public init(url: Address, interval: TimeSpan) {
        self.url = url
        self.interval = interval
    }

    /// Whoever knows the URL can pretend that all is well: it is repeated nowhere.
    public enum Address: Hashable, Sendable {
        case literal(String)
        /// Read for every ping, so that it can be changed.
        case file(path: String)
    }
}
