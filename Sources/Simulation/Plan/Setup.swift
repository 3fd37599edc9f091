public import Engine

/// The account, and the configuration that watches over it, in few words: what a scenario file can say of them.
public struct Setup: Hashable, Sendable {
    /// What the rule calls an incident.
    public enum Trigger: String, Hashable, Sendable, CaseIterable {
        /// Nothing of the guest answers.
        case hung
        /// The web server does not answer.
        case service
        /// The kernel answers, userland does not: a reset despite echo and SYN-ACK.
        case halfHung = "half_hung"
        /// At least three of the last four rounds failed.
        case streak
        /// Either probe fails.
        case either
        /// The provider says it is stopped, and the ladder says start.
        case stopped
    }

    public enum Ladder: String, Hashable, Sendable, CaseIterable {
        case restartResetPage = "restart_reset_page"
        case execRestartReset = "exec_restart_reset"
        case restartOnly = "restart_only"
        case resetFirst = "reset_first"
        case twice
        case start
    }

    public var targets = 4
    public var regions = 1
    public var trigger = Trigger.hung
    public var ladder = Ladder.restartResetPage
    public var holdFor = TimeSpan.seconds(30)
    public var wait = TimeSpan.seconds(120)
    public var recoveryFor = TimeSpan.seconds(20)
    public var patience = TimeSpan.minutes(3)
    public var cooldown = TimeSpan.minutes(10)
    public var perTarget = Budget(count: 3, window: .hours(24))
    public var fleetBudget = Budget(count: 5, window: .hours(1))
    public var inFlight = 2
    public var storm = 50
    /// Percent and actions an hour for each region; zero: no entry in `groups`.
    public var groupStorm = 0
    public var groupBudget = -1
    public var references = 1
    public var pace = TimeSpan.seconds(10)
    public var sweep = TimeSpan.seconds(60)
    public var policyMode = Mode.armed
    public var ruleMode = Mode.armed
    /// The first so many targets observe.
    public var observers = 0
    public var hasAgent = false
    /// The web server stands behind a CDN that answers for it.
    public var hasCDN = false
    /// Guests whose firewall drops echoes: the first so many.
    public var firewalled = 0
    /// Minutes of the hour at which a maintenance window of ten minutes begins; nil: none.
    public var windowAt: Int?
    public var flaps: Budget? = Budget(count: 3, window: .hours(6))
    public var assumeIdle = false
    public var assumeGates = false
    public var bootGrace = BootGrace(min: .seconds(30), max: .minutes(10))
    /// Boots of each guest that are known from earlier: enough of them, and a boot is given the time it takes.
    public var knownBoots = 0
    /// The provider's uptime is the hypervisor's, and goes on through a reset.
    public var uptimeGoesOn = false

    public init() {}
}
