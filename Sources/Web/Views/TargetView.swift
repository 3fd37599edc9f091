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
    public init(_ summary: FleetSlice.Summary) {
        vps = summary.target.id.text
        name = summary.target.name
        labels = Dictionary(summary.target.labels.map { ($0.name, $0.value) }) { first, _ in first }
        mode = (summary.target.isThisMachine ? .observe : summary.target.mode).rawValue
        origin = summary.target.origin.rawValue
        state = summary.reading.state.rawValue
        powerState = summary.reading.powerState?.rawValue
        incident = summary.reading.incident
        budgetLeft = summary.reading.budgetLeft
        probes = zip(summary.target.probes, summary.probes).map(ProbeView.init)
    }
}

extension TargetView.ProbeView {
    public init(_ definition: ProbeDefinition, _ reading: FleetSlice.ProbeReading) {
        name = definition.name
        kind = definition.check.kind
        state = TargetView.ProbeView.word(for: reading)
        reason = reading.latest?.result.reason?.description
        startedAt = reading.latest?.startedAt.description
        durationSeconds = reading.latest.map { Double($0.measures.duration) / 1_000_000 }
        streak = reading.streak
    }

    private static func word(for reading: FleetSlice.ProbeReading) -> String {
        guard reading.isProven else { return "unproven" }
        return switch reading.latest?.result {
        case .up: "up"
        case .down: "down"
        case .unknown, nil: "unknown"
        }
    }
}

extension TargetView {
    /// Ten thousand of them: by hand, which takes a fiftieth of what `JSONEncoder` does, and a test holds to the same bytes.
    func write(to text: inout JSONText) {
        text.object { text in
            text.member("budgetLeft", number: budgetLeft)
            text.member("incident", number: incident)
            text.member("labels") { $0.object(labels) }
            text.member("mode", string: mode)
            text.member("name", string: name)
            text.member("origin", string: origin)
            text.member("powerState", string: powerState)
            text.member("probes") { $0.array(probes) { text, probe in probe.write(to: &text) } }
            text.member("state", string: state)
            text.member("vps", string: vps)
        }
    }
}

extension TargetView.ProbeView {
    fileprivate func write(to text: inout JSONText) {
        text.object { text in
            text.member("durationSeconds", number: durationSeconds)
            text.member("kind", string: kind)
            text.member("name", string: name)
            text.member("reason", string: reason)
            text.member("startedAt", string: startedAt)
            text.member("state", string: state)
            text.member("streak", number: streak)
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
