/// What the gates look at, gathered at one moment: each gate is a pure function of these.
struct Facts {
    var now: Timestamp
    var action: Rung.Action
    var target: Target
    var mode: ModeFacts
    var confirmation: ConfirmationFacts
    /// An address that signs of life can be told by: without one, their absence proves nothing.
    var hasOwnAddress: Bool
    /// The latest counted sign of life that the rung does not name in `despite`, and the window in which it refuses a reset.
    var latestSign: (sign: SignsOfLife, at: Timestamp)?
    var signWindow: TimeSpan
    var despite: SignsOfLife
    /// The latest restart of this incident that was, or may have been, taken.
    var restart: ActionRecord?
    /// From when a reset may follow it.
    var restartWaitUntil: Timestamp?
    /// Two readings, far enough apart, that denied a restart while they allowed a reset.
    var restartDenial: RestartDenial?
    /// Actions on this VPS whose outcome is not settled.
    var openActions: [ActionRecord]
    /// The latest power action on this VPS outside this incident.
    var earlierAction: ActionRecord?
    var budgets: BudgetFacts
    var fleet: FleetFacts
    var distrust: String?
    var calm: CalmFacts
    var boot: BootFacts
    /// Nil before the provider was asked.
    var inspection: Result<Inspection, ProviderFailure>?
    var assumeGates: Bool
    var assumeIdle: Bool

    struct ModeFacts {
        var policy: Mode
        var rule: Mode
        var pause: PauseRecord?
        var pauseFile: Bool
        /// Set where the rule is disarmed.
        var distrust: TrustRecord?
    }

    struct ConfirmationFacts {
        /// When the burst that agreed was started; nil: none since the last action.
        var startedAt: Timestamp?
        /// How old it may be: twice the longest interval of the probes it asked.
        var maxAge: TimeSpan
        var lastActionAt: Timestamp?
        /// What the condition is by everything heard until now, the burst included.
        var verdict: Truth
    }

    struct BudgetFacts {
        var cooldown: TimeSpan
        var perTarget: Budget?
        var spentOnTarget: Int
        var fleet: Budget?
        var spentByFleet: Int
        var inFlight: Int
        /// Other targets that were acted upon and have neither recovered nor been handed over.
        var underRepair: Int
        /// Of the groups the target is in and that have a budget.
        var groups: [GroupBudget]

        struct GroupBudget {
            var name: String
            var budget: Budget
            var spent: Int
        }
    }

    /// What keeps Defib's hands still by plan.
    struct CalmFacts {
        /// Names of the maintenance windows that match the target and are open.
        var windows: [String]
        /// Those in force that match the target.
        var silences: [SilenceRecord]
    }

    struct BootFacts {
        /// The last known: an action of ours, a fall of the uptime, another state than running.
        var latest: Timestamp?
        /// A boot that the provider's own words show, and since which the guest has given no sign of life but those that the
        /// ladder overlooks.
        var silent: Timestamp?
        /// How long earlier boots took.
        var samples: [TimeSpan]
        var bounds: BootGrace
    }

    struct FleetFacts {
        var size: Int
        /// Targets with a proven probe that fails, the suspect included.
        var unresponsive: Int
        var storm: Double
        /// Others, up to the survey's size, without an observation started after the suspect's first failure.
        var unheard: Int
        var hasReferences: Bool
        var referencesAnswered: Bool
        var referencesUnheard: Bool
        /// Another target answered a probe that started after the suspect's first failure.
        var anotherAnswered: Bool
        /// Of the groups the target is in and that have a limit of their own.
        var groups: [GroupStorm]
        /// Targets left out of every count, because an operator silenced them.
        var silenced: Int
        /// Storms tripped too often: why, and since when.
        var latch: LatchRecord?

        struct GroupStorm {
            var name: String
            var size: Int
            var unresponsive: Int
            var storm: Double

            var threshold: Int { FleetFacts.stormThreshold(size: size, storm: storm) }
        }

        var isStorm: Bool { unresponsive >= stormThreshold }

        /// As many unresponsive targets make a storm.
        var stormThreshold: Int { FleetFacts.stormThreshold(size: size, storm: storm) }

        static func stormThreshold(size: Int, storm: Double) -> Int {
            // A hair less, so that 10 % of 30 is 3 in binary too.
            max(2, Int(min((storm * Double(size) - 1e-9).rounded(.up), Double(Int32.max))))
        }
    }
}
