/// A rule's condition as parsed: names are still names. `bound(to:)` turns it into what the engine evaluates.
public indirect enum Expression: Hashable, Sendable, Codable {
    /// `http.down`
    case state(probe: String, ProbeState)
    /// `down(http, 4 of 5)`: at least `hits` of the last `rounds` results were in the state.
    case atLeast(probe: String, ProbeState, hits: Int, rounds: Int)
    /// `platform.running`
    case platform(PowerState)
    /// `agent.available`, `agent.unavailable`
    case agent(available: Bool)
    /// `signs_of_life`: any that counts, within the rule's `for`.
    case signsOfLife
    /// `diagnosis.guest_hung`
    case diagnosis(Diagnosis)
    /// `icmp.loss > 50%`
    case comparison(Quantity, Comparator, Double)
    case not(Expression)
    case and(Expression, Expression)
    case or(Expression, Expression)

    public enum ProbeState: String, Hashable, Sendable, Codable, CaseIterable {
        case up, down, unknown
    }

    /// A number taken from observations; unknown while its probe's state is.
    public enum Quantity: Hashable, Sendable, Codable {
        /// Seconds the latest probe took.
        case latency(probe: String)
        /// The share of echoes lost in the latest round, 0 to 1.
        case loss(probe: String)
        /// The latest HTTP status.
        case status(probe: String)
        /// How many results in a row, the latest included, were the same.
        case streak(probe: String)
        /// How many of the target's probes are in the state; with unknowns a range.
        case count(ProbeState)
        /// `count(down, role=web)`: how many targets with the label are in the state, this one included; with unknowns a
        /// range. A target is down once a proven probe of it fails, up while one is up and none fails.
        case targets(ProbeState, Label)
        /// Seconds for which the certificate the probe saw is still valid; negative once it has expired.
        case certificateLeft(probe: String)
    }

    public enum Comparator: String, Hashable, Sendable, Codable, CaseIterable {
        case less = "<"
        case lessOrEqual = "<="
        case equal = "=="
        case notEqual = "!="
        case greaterOrEqual = ">="
        case greater = ">"

        public func holds(_ left: Double, _ right: Double) -> Bool {
            switch self {
            case .less: left < right
            case .lessOrEqual: left <= right
            case .equal: left == right
            case .notEqual: left != right
            case .greaterOrEqual: left >= right
            case .greater: left > right
            }
        }
    }

    /// The probes the expression names, each once, in order of first mention.
    public var probeNames: [String] {
        var names: [String] = []
        collectProbeNames(into: &names)
        return names
    }

    private func collectProbeNames(into names: inout [String]) {
        func add(_ name: String) {
            if !names.contains(name) { names.append(name) }
        }
        switch self {
        case .state(let probe, _), .atLeast(let probe, _, _, _): add(probe)
        case .comparison(let quantity, _, _):
            switch quantity {
            case .latency(let probe), .loss(let probe), .status(let probe), .streak(let probe),
                .certificateLeft(let probe):
                add(probe)
            case .count, .targets: break
            }
        case .not(let inner): inner.collectProbeNames(into: &names)
        case .and(let left, let right), .or(let left, let right):
            left.collectProbeNames(into: &names)
            right.collectProbeNames(into: &names)
        case .platform, .agent, .signsOfLife, .diagnosis: break
        }
    }
}
