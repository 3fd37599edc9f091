public import Engine

/// What is made of VPSs that the account has and the configuration does not name.
public struct DiscoverySettings: Hashable, Sendable {
    /// How often the account's listing is looked through for them.
    public var refresh: TimeSpan
    /// How long one must have been missing from it before it is no longer watched.
    public var retireAfter: TimeSpan
    /// What each of them gets.
    public var probes: [ProbeTemplate]
    /// Labels that each of them gets, unless `relabel` changes them.
    public var labels: [Label]
    /// In the order written.
    public var relabel: [RelabelStep]
    /// Which of them are armed; nil: none.
    public var arm: Rule.Match?
}

/// One step of `relabel`, with Prometheus' words and meanings.
public struct RelabelStep: Hashable, Sendable {
    public enum Action: String, Hashable, Sendable, CaseIterable {
        case replace, keep, drop, labelmap, labeldrop, labelkeep, lowercase, uppercase
    }

    public var sourceLabels: [String]
    public var separator: String
    /// Anchored at both ends.
    public var regex: String
    public var targetLabel: String
    public var replacement: String
    public var action: Action

    public static let anything = "(.*)"

    public init(
        sourceLabels: [String] = [],
        separator: String = ";",
        regex: String = RelabelStep.anything,
        targetLabel: String = "",
        replacement: String = "$1",
        action: Action = .replace
    ) {
        self.sourceLabels = sourceLabels
        self.separator = separator
        self.regex = regex
        self.targetLabel = targetLabel
        self.replacement = replacement
        self.action = action
    }
}

/// The labels that a VPS has before `relabel`, and those that mean something after it.
public enum DiscoveryLabels {
    /// Before the name of each member of the listing's entry, in snake case: `primaryIp` is `__meta_hostup_primary_ip`.
    public static let metaPrefix = "__meta_hostup_"
    public static let vpsName = metaPrefix + "name"
    public static let primaryIP = metaPrefix + "primary_ip"
    /// Where probes ask; the primary address, unless `relabel` changes it.
    public static let address = "__address__"
    /// What the target is called; the VPS's name, unless `relabel` changes it.
    public static let name = "name"

    /// Members of the listing that the provider documents.
    static let documented = [
        "id", "name", "primary_ip", "service_status", "power_state", "operating_system_display_name",
        "operating_system_family", "operating_system_version", "operating_system_variant", "resources_cpu_cores",
        "resources_memory_gb", "resources_storage_gb",
    ].map { metaPrefix + $0 }
}
