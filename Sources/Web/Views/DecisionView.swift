public import Engine

/// A decision as the API shows it, with what it stood on.
public struct DecisionView: Codable, Hashable, Sendable {
    public var id: Int64
    public var incident: Int64?
    /// Absent where the decision is about no target.
    public var vps: String?
    public var name: String
    public var at: String
    public var verdict: String
    public var action: String?
    public var summary: String
    public var evidence: EvidenceView?
}

extension DecisionView {
    public init(_ record: DecisionRecord) {
        id = record.id
        incident = record.incident
        vps = record.vps?.text
        name = record.name
        at = record.at.description
        verdict = record.verdict.rawValue
        action = record.action
        summary = record.summary
        evidence = record.evidence.map(EvidenceView.init)
    }
}

public struct EvidenceView: Codable, Hashable, Sendable {
    public var condition: String
    /// `true`, `false` or `unknown`.
    public var verdict: String
    public var since: String?
    public var probes: [SeenProbeView]
    public var platform: String
    public var gates: [GateView]

    public struct SeenProbeView: Codable, Hashable, Sendable {
        public var name: String
        public var state: String
        public var reason: String?
        public var startedAt: String?
        public var signs: [String]
    }
}

extension EvidenceView {
    public init(_ evidence: Evidence) {
        condition = evidence.condition
        verdict = evidence.verdict.rawValue
        since = evidence.since?.description
        probes = evidence.probes.map {
            SeenProbeView(
                name: $0.name,
                state: $0.state,
                reason: $0.reason,
                startedAt: $0.startedAt?.description,
                signs: $0.signs
            )
        }
        platform = evidence.platform
        gates = evidence.gates.map(GateView.init)
    }
}

/// What one gate said.
public struct GateView: Codable, Hashable, Sendable {
    public var gate: String
    /// `passed`, `refused` or `not reached`.
    public var outcome: String
    public var detail: String
    /// Whether time or an operator can lift the refusal.
    public var canPass: Bool

    public init(_ result: GateResult) {
        gate = result.gate.rawValue
        outcome = result.outcome.rawValue
        detail = result.detail
        canPass = result.canPass
    }
}
