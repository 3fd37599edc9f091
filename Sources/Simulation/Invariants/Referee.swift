internal import Engine

/// Holds the invariants against what really left, what was really heard and what really is, from outside the engine and
/// without its gates' code.
struct Referee {
    let plan: Plan
    var policy: Policy
    var epoch: UInt32 = 0
    private(set) var breach: Breach?
    /// By guest: what this life of the watchdog has been told.
    var known: [Knowledge]
    var references: [Timestamp]
    var watchdog = WatchdogKnowledge()
    /// As last written, synced or not.
    var incidents: [Int64: IncidentRecord] = [:]
    var actions: [Int64: ActionRecord] = [:]
    /// Intents that are on the disk.
    var durable: Set<Int64> = []
    /// Everything that ever left, over all lives.
    var sends: [Sent] = []
    /// By number.
    private var requests: [Int64: Request] = [:]
    var post = PostKnowledge()
    /// Under which key each incident was told of; numbers that were lost in a crash are used again.
    var incidentKeys: [Int64: (opened: Int64, key: String)] = [:]

    /// What an operator has asked for and was not yet answered.
    struct Request {
        var guest: Int
        var power: PowerAction
        var overrides: [Gate]
    }

    struct Sent {
        var id: Int64
        var guest: Int
        var power: PowerAction
        var at: Timestamp
        var incident: Int64?
        var isByHand: Bool
        var answer = Answer.none

        enum Answer {
            case none, accepted, rejected, unknown
        }
    }

    init(_ plan: Plan, policy: Policy) {
        self.plan = plan
        self.policy = policy
        known = (0..<plan.setup.targets).map { _ in Knowledge() }
        references = policy.references.map { _ in .distantPast }
    }

    mutating func find(_ invariant: Breach.Invariant, at now: Timestamp, _ what: String) {
        breach = breach ?? Breach(invariant, at: now - World.beginning, what)
    }

    /// A new life knows what the disk holds, and has heard nothing.
    mutating func beginLife(_ recovered: Recovered, policy: Policy, at now: Timestamp) {
        self.policy = policy
        epoch = 0
        for guest in known.indices { known[guest] = Knowledge() }
        references = policy.references.map { _ in .distantPast }
        requests = [:]
        watchdog.beginLife(recovered)
        incidents = Dictionary(uniqueKeysWithValues: recovered.incidents.map { ($0.id, $0) })
        actions = Dictionary(uniqueKeysWithValues: recovered.actions.map { ($0.id, $0) })
        for proof in recovered.proofs { known[Layout.guest(proof.vps)].take(proof) }
        for boot in recovered.boots { known[Layout.guest(boot.vps)].take(boot) }
        post.beginLife(recovered)
    }

    mutating func written(_ record: Record) {
        if case .action(let action) = record { durable.insert(action.id) }
        if case .notification(let row) = record { post.written(row) }
    }

    mutating func asked(_ id: Int64, _ request: Request) { requests[id] = request }

    /// What an operator takes out of such an action's way: of two who ask for the same at once, either may be meant.
    func overrides(of power: PowerAction, _ guest: Int) -> [Gate] {
        requests.values.filter { $0.guest == guest && $0.power == power }.flatMap(\.overrides)
    }

    func openIncident(of guest: Int) -> Int64? {
        incidents.values.filter { Layout.guest($0.vps) == guest && !$0.state.isOver }.map(\.id).max()
    }

    /// What a step wrote and asked for, before anything of it leaves.
    mutating func read(_ effects: [Effect], at now: Timestamp) {
        for case .record(.action(let action)) in effects { actions[action.id] = action }
        for case .reply(let request, _) in effects { requests[request] = nil }
        for case .record(let record) in effects {
            switch record {
            case .incident(let incident): read(incident, effects, at: now)
            case .latch(let latch): watchdog.latch = latch
            case .boot(let boot): known[Layout.guest(boot.vps)].take(boot)
            case .notification(let row): post.owed(row)
            case .proof, .action, .decision, .pause, .silence, .trust, .discovery: break
            }
        }
    }

    private mutating func read(_ incident: IncidentRecord, _ effects: [Effect], at now: Timestamp) {
        let before = incidents[incident.id]
        incidents[incident.id] = incident
        watchLadder(incident, after: before, at: now)
        if before == nil { tellsOfOpening(incident, effects, at: now) }
        if incident.state == .handedOver, before?.state != .handedOver { tellsOfHandOver(incident, effects, at: now) }
        if incident.state.isOver { tellsOfEnd(incident, effects, at: now) }
    }
}

/// What is true of the guest and the provider at the moment of sending.
struct Truths {
    var condition: Guest.Condition
    var switchedOffAt: Timestamp?
    /// The provider says `running` of everything.
    var isLiedAbout: Bool
    /// It still works on an action of ours, and says so.
    var isBusyWithOurs: Bool
}
