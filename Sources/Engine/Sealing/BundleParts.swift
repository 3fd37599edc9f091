extension EvidenceBundle {
    /// What the action was for, as it was configured.
    public struct TargetEvidence: Hashable, Sendable, Codable {
        public var name: String
        public var labels: [Label]
        /// Names of all its probes: none may be missing among the evidence.
        public var probes: [String]
        /// The addresses by which signs of life are told.
        public var ownAddresses: [IPAddress]
    }

    /// The rule as it was worded, and the rung it had come to.
    public struct RuleEvidence: Hashable, Sendable, Codable {
        public var name: String
        public var fingerprint: UInt64
        public var when: String
        public var condition: Expression
        /// The rung's own, where it has one.
        public var rungCondition: Expression?
        public var holdFor: TimeSpan
        public var ladder: [Rung]
        /// Index into the ladder.
        public var rung: Int
        public var wait: TimeSpan
        public var despite: SignsOfLife
        /// How long the ladder gives a restart.
        public var restartWait: TimeSpan
        public var cooldown: TimeSpan
        public var perTarget: Budget?
    }

    public struct ModeEvidence: Hashable, Sendable, Codable {
        public var policy: Mode
        public var target: Mode
        public var rule: Mode
        public var isThisMachine: Bool
        public var pause: PauseRecord?
        public var pauseFile: Bool
        /// Set where the rule is not trusted.
        public var distrust: TrustRecord?
    }

    /// The burst that agreed: when it was started, and how old it may be.
    public struct ConfirmationEvidence: Hashable, Sendable, Codable {
        public var startedAt: Timestamp?
        public var maxAge: TimeSpan
        /// Of this incident.
        public var lastActionAt: Timestamp?
    }

    public struct ProbeEvidence: Hashable, Sendable, Codable {
        public var name: String
        public var kind: String
        public var interval: TimeSpan
        public var timeout: TimeSpan
        public var isProven: Bool
        /// The latest; nil: never heard from.
        public var observation: Observation?
        /// How many results in a row were the same.
        public var streak: Int
        /// Of the last 64 rounds, the latest lowest: which were up, which down; and how many rounds there were.
        public var ups: UInt64
        public var downs: UInt64
        public var rounds: Int
    }

    /// The platform's word in the account's listing; the inspection has its own.
    public struct PlatformEvidence: Hashable, Sendable, Codable {
        public var powerState: PowerState?
        public var listedAt: Timestamp?
        public var sweep: TimeSpan
    }

    public struct SignEvidence: Hashable, Sendable, Codable {
        public var sign: SignsOfLife
        public var at: Timestamp
    }

    /// What budgets, cooldowns and the ladder's order are counted from.
    public struct HistoryEvidence: Hashable, Sendable, Codable {
        /// Power actions of the whole account, newest last, as far back as any limit counts; this one is not among them.
        public var actions: [PastAction]
        public var fleet: Budget?
        public var groups: [GroupEvidence]
        public var inFlight: Int
        /// Other targets that were acted upon and have neither recovered nor been handed over.
        public var underRepair: [VPSID]
        /// The two readings that denied a restart, where the ladder went around it.
        public var restartDenials: [Timestamp]

        public struct PastAction: Hashable, Sendable, Codable {
            public var id: Int64
            public var incident: Int64?
            public var vps: VPSID
            public var action: PowerAction
            public var state: ActionRecord.State
            public var intendedAt: Timestamp
            public var answeredAt: Timestamp?
        }

        /// A group the target is in, with its limits.
        public struct GroupEvidence: Hashable, Sendable, Codable {
            public var name: String
            public var budget: Budget?
            public var storm: Double?
            public var size: Int
            /// Its members among the VPSs that this bundle names elsewhere; a group may have thousands.
            public var members: [VPSID]
            /// Other members with a proven probe that fails, those silenced aside.
            public var unresponsiveCount: Int
        }
    }

    /// Who else was down, and who answered.
    public struct FleetEvidence: Hashable, Sendable, Codable {
        public var size: Int
        public var storm: Double
        /// Other targets with a proven probe that fails, those silenced aside; the first `mostNamed` of them.
        public var unresponsive: [VPSID]
        public var unresponsiveCount: Int
        /// The first failure of the suspect, or its last action: who answered must have been asked after it.
        public var since: Timestamp
        /// Of those asked, who has not been heard from since.
        public var unheard: Int
        /// Another target that answered a probe started after it, and when that was.
        public var witness: Witness?
        public var references: [Reference]
        public var latch: LatchRecord?
        /// The suspect itself is silenced, and counts in no storm.
        public var isSuspectSilenced: Bool

        public static let mostNamed = 200

        public struct Witness: Hashable, Sendable, Codable {
            public var vps: VPSID
            public var startedAt: Timestamp
        }

        public struct Reference: Hashable, Sendable, Codable {
            public var name: String
            public var startedAt: Timestamp?
            public var isUp: Bool
        }
    }

    /// The watchdog's own state, as last measured.
    public struct HealthEvidence: Hashable, Sendable, Codable {
        public var measured: WatchdogHealth?
        public var measuredAt: Timestamp?
        /// Until then an earlier bad measurement is held against it.
        public var distrustedUntil: Timestamp
        /// The newest row of an earlier life.
        public var newestRow: Timestamp
    }

    /// The plans that are for this target, open or not, and the silences.
    public struct CalmEvidence: Hashable, Sendable, Codable {
        public var windows: [MaintenanceWindow]
        public var silences: [SilenceRecord]
    }

    public struct BootEvidence: Hashable, Sendable, Codable {
        public var latest: Timestamp?
        /// The last that the provider's own words show.
        public var shown: Timestamp?
        public var samples: [TimeSpan]
        public var bounds: BootGrace
    }
}
