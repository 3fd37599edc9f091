#if Mutants
    /// Deliberate faults, one at a time: what the simulation must catch to be worth its word. Built with the trait `Mutants`
    /// alone; a release has none of this.
    public enum Mutant: String, CaseIterable, Sendable {
        // A gate that always passes
        case skipArmed, skipConfirmed, skipNoSignOfLife, skipGracefulFirst, skipOneOperation, skipCooldown,
            skipTargetBudget
        case skipFleetBudget, skipStorm, skipSelfHealth, skipWindow, skipBootGrace, skipPlatform, skipMaintenance
        case skipCapability
        // Numbers and facts
        case budgetOffByOne, budgetWindowShrunk, signWindowZero, stormOffByOne, witnessesAssumed, cooldownHalved
        case repairsForgotten, groupsForgotten, pauseFileIgnored, silencesIgnored
        // Truth and knowledge
        case orForAnd, notUnknownIsTrue, unprovenCounts, listingNeverAges
        // What comes in
        case unknownIsDown, lostAnswerIsRejection, rejectionIsAcceptance, failedListingIsRunning
        // What goes out
        case intentDropped, sentTwice, sentToAnother, resetForRestart, deliveriesLost, endUntold, handOverUntold
        // The ladder
        case refusalEscalates, waitIgnored, patienceEndless
        // Recovery
        case actionsForgotten, pauseForgotten, incidentsForgotten, notificationsForgotten, silencesForgotten
        case bootsForgotten
        // The outbox
        case outboxUnordered, keysChange, failureIsDelivery

        /// The fault of this process: set once at a time, by whoever runs the mutants one after another.
        // Only the one thread that runs mutants sets it, and never while an engine steps.
        nonisolated(unsafe) public static var active: Mutant?

        static func isActive(_ mutant: Mutant) -> Bool { active == mutant }
    }

    extension Mutant {
        var skippedGate: Gate? {
            let name = rawValue.dropFirst("skip".count)
            guard rawValue.hasPrefix("skip"), let first = name.first else { return nil }
            return Gate(rawValue: first.lowercased() + name.dropFirst())
        }

        /// What it does wrong, in a sentence.
        public var words: String {
            if let gate = skippedGate { return "the gate \(gate.rawValue) always passes" }
            return switch self {
            case .budgetOffByOne: "budgets allow one action more"
            case .budgetWindowShrunk: "budgets forget the oldest nine tenths of their windows"
            case .signWindowZero: "a sign of life counts for no time"
            case .stormOffByOne: "a storm takes one target more"
            case .witnessesAssumed: "references and other targets are taken to have answered"
            case .cooldownHalved: "cooldowns last half as long"
            case .repairsForgotten: "nothing counts as under repair"
            case .groupsForgotten: "groups have no limits"
            case .pauseFileIgnored: "the file PAUSED is not looked at"
            case .silencesIgnored: "silences hold nobody"
            case .orForAnd: "'and' is evaluated as 'or'"
            case .notUnknownIsTrue: "'not' of unknown is true"
            case .unprovenCounts: "a probe counts though it was never up"
            case .listingNeverAges: "the platform's listing never gets too old"
            case .unknownIsDown: "an unknown result is taken for down"
            case .lostAnswerIsRejection: "a lost answer is taken for a rejection, and so the action is repeated"
            case .rejectionIsAcceptance: "a rejection is taken for an acceptance"
            case .failedListingIsRunning: "a listing that failed is taken for one where all are running"
            case .intentDropped: "the intent is not written"
            case .sentTwice: "an action is sent twice"
            case .sentToAnother: "an action is sent to another VPS"
            case .resetForRestart: "a reset is sent where a restart was decided"
            case .deliveriesLost: "every third notification never leaves"
            case .endUntold: "nobody is told that an incident is over"
            case .handOverUntold: "nobody is told that an incident is handed over"
            case .refusalEscalates: "a refusal leads to the next rung"
            case .waitIgnored: "the next rung does not wait for the one before"
            case .patienceEndless: "a refused rung is tried for ever"
            case .actionsForgotten: "a restart of the daemon forgets all actions"
            case .pauseForgotten: "a restart of the daemon forgets the pause"
            case .incidentsForgotten: "a restart of the daemon forgets open incidents"
            case .notificationsForgotten: "a restart of the daemon forgets what it owes to receivers"
            case .silencesForgotten: "a restart of the daemon forgets silences"
            case .bootsForgotten: "a restart of the daemon forgets how long guests take to boot"
            case .outboxUnordered: "notifications of one incident overtake each other"
            case .keysChange: "the dedup key changes within an incident"
            case .failureIsDelivery: "a failed delivery is not tried again"
            case .skipArmed, .skipConfirmed, .skipNoSignOfLife, .skipGracefulFirst, .skipOneOperation, .skipCooldown,
                .skipTargetBudget, .skipFleetBudget, .skipStorm, .skipSelfHealth, .skipWindow, .skipBootGrace,
                .skipPlatform, .skipMaintenance, .skipCapability:
                ""
            }
        }
    }
#endif
