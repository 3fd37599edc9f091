/// What the gates look at, gathered at one moment: each gate is a pure function of these.
struct Facts {
    var now: Timestamp
    var action: Rung.Action
    var target: Target
    var mode: ModeFacts
    var confirmation: ConfirmationFacts
    /// An address that signs of life can be told by: without one, their absence proves nothing.
    var hasOwnAddress: Bool
    /// The latest counted sign of life, and the window in which it refuses a reset.
    var latestSign: (sign: SignsOfLife, at: Timestamp)?
    var signWindow: TimeSpan
    /// The latest restart of this incident that was, or may have been, taken.
    var restart: ActionRecord?
    /// From when a reset may follow it.
    var restartWaitUntil: Timestamp?
    /// Actions on this VPS whose outcome is not settled.
    var openActions: [ActionRecord]
    /// The latest power action on this VPS outside this incident.
    var earlierAction: ActionRecord?
    var budgets: BudgetFacts
    var fleet: FleetFacts
    var distrust: String?
    /// Nil before the provider was asked.
    var inspection: Result<Inspection, ProviderFailure>?
    var assumeGates: Bool
    var assumeIdle: Bool

    struct ModeFacts {
        var policy: Mode
        var rule: Mode
        var pause: PauseRecord?
        var pauseFile: Bool
    }

    struct ConfirmationFacts {
        /// When the burst that agreed was started; nil: none since the last action.
        var startedAt: Timestamp?
        /// How old it may be: twice the longest interval of the probes it asked.
        var maxAge: TimeSpan
        var lastActionAt: Timestamp?
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

        /// As many unresponsive targets make a storm.
        var stormThreshold: Int { FleetFacts.stormThreshold(size: size, storm: storm) }

        static func stormThreshold(size: Int, storm: Double) -> Int {
            // A hair less, so that 10 % of 30 is 3 in binary too.
            max(2, Int(min((storm * Double(size) - 1e-9).rounded(.up), Double(Int32.max))))
        }
    }
}
