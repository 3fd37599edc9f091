/// The decision core: a pure state machine from events to effects.
///
/// `step` and `nextDeadline` are its whole interface. It reads no clock, draws no random number and performs nothing, so
/// that the daemon, rule tests, replay and simulation drive the very same code. One owner holds it as a value and feeds
/// it one event after another.
public struct Engine: Sendable {
    /// As it is in force: discovered targets stand among its own.
    public internal(set) var policy: Policy
    /// Those of the configuration alone, as written.
    var configured: [Target]
    var roster: Roster
    /// Which plan of probes their addresses refer to; counts up with each change of what is watched.
    public internal(set) var epoch: UInt32
    var targets: [TargetState]
    var histories: Histories
    /// For look-ups only: iterating it would give another order every run.
    var indexByVPS: [VPSID: Int]
    var references: [ProbeTrack]
    var health: SelfHealth
    var pause: PauseRecord?
    var ledger: ActionLedger
    var outbox: Outbox
    var numbering: Numbering
    /// By target's index; the last ones are the outbox's, the operators' requests', the silences' and the surveys'.
    var deadlines: DeadlineQueue
    var requests: [OperatorRequest] = []
    /// Notices about Defib itself that are out, and since when.
    var notices: [String: Timestamp] = [:]
    /// Targets whose next rung waits for others to be heard.
    var surveyors: [Int] = []
    var groups: [TargetGroup] = []
    var tally = FleetTally()
    var answers = FleetAnswers()
    /// Targets with an incident that was acted upon, and some for which that is over.
    var repairs: [Int] = []
    /// When the platform was last listed because a condition lacked only that.
    var askedPlatformAt: Timestamp = .distantPast
    var labelTallies = LabelTallies()
    /// In force, by id.
    var silences: [SilenceRecord]
    var latch: LatchRecord?
    /// Of rules that are disarmed.
    var trust: [TrustRecord]
    var storms = StormLog()
    /// News about the fleet that were told at the latest listing.
    var fleetNews: [FleetNews] = []
    /// The latest listing of the account failed.
    var isListingFailing = false

    /// Of the step under way.
    var now: Timestamp = .distantPast
    var effects: [Effect] = []

    /// Takes up where an earlier life left off: what `recovered` holds is back, observations are not.
    public init(policy: Policy, epoch: UInt32 = 0, recovered: Recovered = Recovered(), now: Timestamp) {
        #if Mutants
            let recovered = recovered.mutated
        #endif
        self.policy = policy
        self.epoch = epoch
        configured = policy.targets
        roster = Roster(known: recovered.discoveries.map(\.vps), found: policy.discovery?.found ?? [])
        self.policy.targets = roster.targets(beside: configured)
        health = SelfHealth(newestRow: recovered.newestRow)
        pause = recovered.pause
        silences = recovered.silences.filter { $0.isInForce(at: now) }
        latch = recovered.latch
        trust = recovered.trust
        ledger = ActionLedger(recovered.actions)
        outbox = Outbox(recovered.notifications, told: recovered.told, receivers: policy.receivers, now: now)
        numbering = Numbering(recovered)
        targets = []
        histories = Histories(recovered)
        indexByVPS = [:]
        references = []
        deadlines = DeadlineQueue(count: 0)
        // What is told and kept here leaves with the first step.
        self.now = now
        furnish()
        applySilences()
        takeUpLatch()
        takeUpTrust()
        takeUp(recovered.incidents, now: now)
        takeUpLeftovers()
        furnishTallies()
    }

    /// Lets one thing happen and returns what is to be done about it, in order.
    ///
    /// Time must not run backwards from one step to the next; deadlines that have passed by `now` are met in the same
    /// step, after the event.
    public mutating func step(_ event: Event, now: Timestamp) -> [Effect] {
        self.now = max(now, self.now)
        if tally.expire(at: self.now) { watchForStorms() }
        labelTallies.refresh(targets, at: self.now)
        #if Mutants
            handle(event.mutated(policy))
        #else
            handle(event)
        #endif
        meetDeadlines()
        defer { effects = [] }
        #if Mutants
            return effects.mutated(policy)
        #else
            return effects
        #endif
    }

    /// When a step is due though nothing happens; nil: not before the next event.
    public mutating func nextDeadline() -> Timestamp? {
        deadlines.next()
    }

    private mutating func handle(_ event: Event) {
        switch event {
        case .observationArrived(let observation):
            take(observation)
            if !surveyors.isEmpty { lookAtSurveysSoon() }
            if !requests.isEmpty { reviewRequests() }
        case .platformListed(let readings, let startedAt): take(readings, startedAt: startedAt)
        case .platformListingFailed: isListingFailing = true
        case .fleetListed(let listing): take(listing)
        case .inspectionArrived(let request, let vps, let result): take(result, of: vps, request: request)
        case .powerAnswered(let action, let outcome): settle(action, outcome)
        case .operationPolled(let action, let reading): settle(action, reading)
        case .execEnded(let action, let outcome): settle(action, outcome)
        case .deliveryEnded(let notification, let receiver, let outcome):
            settleDelivery(notification, receiver: receiver, outcome)
        case .operatorPaused(let by, let reason): setPause(PauseRecord(isPaused: true, by: by, reason: reason, at: now))
        case .operatorResumed(let by): setPause(PauseRecord(isPaused: false, by: by, reason: "", at: now))
        case .operatorClosedIncident(let id, let by): close(id, by: by)
        case .operatorAcknowledged(let id, let by, let note): acknowledge(id, by: by, note: note)
        case .operatorRequestedPower(let request, let action, let vps, let by, let overrides):
            takeRequest(request, action, vps: vps, by: by, overrides: overrides)
        case .operatorSilenced(let match, let until, let by, let reason):
            silence(match, until: until, by: by, reason: reason)
        case .operatorEndedSilence(let id, let by): endSilence(id, by: by)
        case .operatorUnlatched(let by, let reason): unlatch(by: by, reason: reason)
        case .operatorJudged(let incident, let wasRight, let by): judge(incident, wasRight: wasRight, by: by)
        case .operatorTrusted(let rule, let by, let reason): trustAgain(rule, by: by, reason: reason)
        case .policyReloaded(let policy, let epoch): reload(policy, epoch: epoch)
        case .watchdogMeasured(let health): take(health)
        case .noticeChanged(let key, let line): setNotice(key, line)
        case .deadlinePassed: break
        }
    }

    private mutating func meetDeadlines() {
        // Bounded by the number of deadlines there are: whatever a deadline sets anew lies in the future.
        while let key = deadlines.popDue(at: now) {
            switch key {
            case outboxKey: deliverDue()
            case requestsKey: reviewRequests()
            case silencesKey: expireSilences()
            case surveysKey: reviewSurveyors()
            case let index: review(index)
            }
        }
    }

    var outboxKey: Int { targets.count }
    var requestsKey: Int { targets.count + 1 }
    var silencesKey: Int { targets.count + 2 }
    var surveysKey: Int { targets.count + 3 }

    /// After something that may concern every incident.
    mutating func reviewIncidents() {
        for index in targets.indices where targets[index].hasIncident { review(index) }
    }

    /// Looks at one target afresh, after anything of it changed.
    mutating func review(_ index: Int) {
        if targets[index].hasIncident {
            climb(index)
        } else {
            watch(index)
        }
        let deadline = targets[index].hasIncident ? incidentDeadline(index) : watchDeadline(index)
        // A deadline in the past would be met again at once, for ever.
        deadlines.set(index, deadline.map { max($0, now + .milliseconds(1)) })
    }
}

/// The ids given out, each counting up in one journal.
struct Numbering: Sendable {
    private var incidents: Int64
    private var actions: Int64
    private var decisions: Int64
    private var notifications: Int64
    private var silences: Int64
    /// Inspections live no longer than the process.
    private var inspections: Int64 = 0

    init(_ recovered: Recovered) {
        incidents = recovered.lastIncidentID
        actions = recovered.lastActionID
        decisions = recovered.lastDecisionID
        notifications = recovered.lastNotificationID
        silences = recovered.lastSilenceID
    }

    mutating func nextIncident() -> Int64 { Numbering.next(&incidents) }
    mutating func nextAction() -> Int64 { Numbering.next(&actions) }
    mutating func nextDecision() -> Int64 { Numbering.next(&decisions) }
    mutating func nextNotification() -> Int64 { Numbering.next(&notifications) }
    /// The one the next decision gets.
    var nextDecisionID: Int64 { decisions + 1 }
    mutating func nextSilence() -> Int64 { Numbering.next(&silences) }
    mutating func nextInspection() -> Int64 { Numbering.next(&inspections) }

    private static func next(_ counter: inout Int64) -> Int64 {
        counter += 1
        return counter
    }
}
