public import Engine

/// A target as the API shows it.
public struct TargetView: Codable, Hashable, Sendable {
    public var vps: String
    public var name: String
    public var labels: [String: String]
    public var mode: String
    /// `configured`, or `discovered` in the account's listing.
    public var origin: String
    /// `up degraded suspect incident handed_over unknown`.
    public var state: String
    /// As the provider last listed it.
    public var powerState: String?
    /// The incident that is open.
    public var incident: Int64?
    public var budgetLeft: Int?
    public var probes: [ProbeView]

    public struct ProbeView: Codable, Hashable, Sendable {
        public var name: String
        public var kind: String
        /// `up`, `down`, `unknown`; `unproven` before it was ever up as it is defined now.
        public var state: String
        public var reason: String?
        /// When the latest probe started; absent before the first.
        public var startedAt: String?
        public var durationSeconds: Double?
        /// Results in a row that were the same.
        public var streak: Int
    }
}

extension TargetView {
    public init(_ summary: EngineView.TargetSummary) {
        vps = summary.target.id.text
        name = summary.target.name
        labels = Dictionary(summary.target.labels.map { ($0.name, $0.value) }) { first, _ in first }
        mode = (summary.target.isThisMachine ? .observe : summary.target.mode).rawValue
        origin = summary.target.origin.rawValue
        state = summary.state.rawValue
        powerState = summary.powerState?.rawValue
        incident = summary.incident?.id
        budgetLeft = summary.budgetLeft
        probes = summary.probes.map(ProbeView.init)
    }
}

extension TargetView.ProbeView {
    public init(_ summary: EngineView.ProbeSummary) {
        name = summary.definition.name
        kind = summary.definition.check.kind
        state = TargetView.ProbeView.word(for: summary)
        reason = summary.latest?.result.reason?.description
        startedAt = summary.latest?.startedAt.description
        durationSeconds = summary.latest.map { Double($0.measures.duration) / 1_000_000 }
        streak = summary.streak
    }

    private static func word(for summary: EngineView.ProbeSummary) -> String {
        guard summary.isProven else { return "unproven" }
        return switch summary.latest?.result {
        case .up: "up"
        case .down: "down"
        case .unknown, nil: "unknown"
        }
    }
}

/// Which target something is about.
public struct TargetReference: Codable, Hashable, Sendable {
    public var vps: String
    public var name: String

    public init(vps: String, name: String) {
        self.vps = vps
        self.name = name
    }
}
