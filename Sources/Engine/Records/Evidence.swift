/// On what one decision stood: what was seen, and what each gate said.
public struct Evidence: Hashable, Sendable, Codable {
    /// The condition as its rule words it, and its value.
    public var condition: String
    public var verdict: Truth
    /// When the condition began to hold without a break.
    public var since: Timestamp?
    /// One for each probe of the target, in the order of the configuration.
    public var probes: [SeenProbe]
    /// The platform's power state as last listed, in words with its age.
    public var platform: String
    public var gates: [GateResult]
    /// Where the fault lies by all that is seen, and why; nil in rows of earlier versions.
    public var diagnosis: Diagnosis?
    public var diagnosisReasons: [String]?
    /// Of an action that was sent: the raw evidence it was sealed with.
    public var bundle: EvidenceBundle?

    public init(
        condition: String,
        verdict: Truth,
        since: Timestamp?,
        probes: [SeenProbe],
        platform: String,
        gates: [GateResult] = [],
        diagnosis: Diagnosis? = nil,
        diagnosisReasons: [String]? = nil,
        bundle: EvidenceBundle? = nil
    ) {
        self.condition = condition
        self.verdict = verdict
        self.since = since
        self.probes = probes
        self.platform = platform
        self.gates = gates
        self.diagnosis = diagnosis
        self.diagnosisReasons = diagnosisReasons
        self.bundle = bundle
    }

    public struct SeenProbe: Hashable, Sendable, Codable {
        public var name: String
        /// `up`, `down`, `unknown`, or `unproven`.
        public var state: String
        /// Why it was not up; nil where it was.
        public var reason: String?
        /// When it was asked; nil: never.
        public var startedAt: Timestamp?
        /// Names of the signs of life that counted.
        public var signs: [String]

        public init(name: String, state: String, reason: String?, startedAt: Timestamp?, signs: [String]) {
            self.name = name
            self.state = state
            self.reason = reason
            self.startedAt = startedAt
            self.signs = signs
        }
    }
}
