internal import Engine

/// The seeded world around the real engine: guests, a network, a provider, a disk and an operator, in virtual time.
struct World {
    let plan: Plan
    /// Whether the checker stands between the engine and the provider, as it does in the daemon.
    let isChecked: Bool
    /// When faults begin no more and everything is mended.
    let mendsAt: Timestamp
    let end: Timestamp
    var now: Timestamp
    var agenda = Agenda<Due>()
    var random: Random
    var guests: [Guest]
    var conditions = Conditions()
    var policy: Policy
    var layout: Layout
    var process: Process
    var provider = Provider()
    var referee: Referee
    var digest = Digest()
    var story: Story
    var tally = Tally()
    var requests: Int64 = 0
    /// An incumbent in the watchdog's place; nil: the real engine.
    var pilot: Pilot?

    /// A Tuesday at midnight; windows are placed in the hour.
    static let beginning = Timestamp(milliseconds: 1_790_640_000_000)
    /// From the mending to the end: the longest pause of the outbox, and a recovery's.
    static let settling = TimeSpan.minutes(12)

    /// - Parameters:
    ///   - policy: in place of the setup's own.
    ///   - pilot: decides in the engine's place.
    init(
        _ plan: Plan,
        policy: Policy? = nil,
        pilot: Pilot? = nil,
        isTold: Bool = false,
        isRecorded: Bool = false,
        isChecked: Bool = true
    ) {
        self.isChecked = isChecked
        self.plan = plan
        self.pilot = pilot
        now = World.beginning
        mendsAt = now + plan.length
        end = mendsAt + World.settling
        random = Random(plan.seed, stream: 2)
        self.policy = policy ?? plan.setup.policy
        layout = Layout(self.policy)
        story = Story(isTold: isTold)
        guests = (0..<plan.setup.targets).map { index in
            Guest(
                bootedAt: World.beginning - .hours(24),
                dropsEchoes: index < plan.setup.firewalled,
                address: Setup.address(index),
                webAddress: plan.setup.hasCDN ? Setup.cdn : Setup.address(index),
                region: plan.setup.region(of: index)
            )
        }
        process = Process(policy: self.policy, now: now, isRecorded: isRecorded)
        referee = Referee(plan, policy: self.policy)
        for (index, fault) in plan.faults.enumerated() { agenda.enter(.faultBegins(index), at: now + fault.at) }
        agenda.enter(.mend, at: mendsAt)
        for guest in guests.indices { rememberBoots(of: guest) }
        if pilot != nil { agenda.enter(.look, at: now + .seconds(61)) }
        beginLife()
    }

    /// What an earlier life saw of the guest's boots.
    private mutating func rememberBoots(of guest: Int) {
        for number in 0..<plan.setup.knownBoots {
            let began = World.beginning - .hours(Int64(48 - number))
            let took = random.seconds(60...240)
            process.disk.take(.boot(BootRecord(vps: Setup.id(guest), began: began, took: took, cause: .action)))
        }
    }

    /// Runs to the end of time, or to the first violation.
    mutating func run() {
        while referee.breach == nil, advance(until: end) {}
        guard referee.breach == nil else { return }
        now = end
        judgeTheEnd()
    }

    /// Lets the next thing happen; false: nothing more does before then.
    private mutating func advance(until last: Timestamp) -> Bool {
        let deadline = process.isAlive && pilot == nil ? process.engine.nextDeadline() : nil
        let next = agenda.next
        guard let at = earlier(next, deadline), at <= last else { return false }
        now = max(now, at)
        tally.turns += 1
        if let next, next <= at, let due = agenda.takeNext() {
            perform(due.item)
        } else {
            deliver(.deadlinePassed)
        }
        return true
    }

    /// Runs until everything is mended, whatever the referee says.
    mutating func runFreely() {
        while now < mendsAt, advance(until: mendsAt) {}
    }

    private func earlier(_ left: Timestamp?, _ right: Timestamp?) -> Timestamp? {
        guard let left, let right else { return left ?? right }
        return min(left, right)
    }

    private mutating func perform(_ due: Due) {
        switch due {
        case .probe(let owner, let probe, let epoch, let life, let repeats):
            guard isCurrent(life), epoch == process.epoch else { return }
            self.probe(owner, probe, repeats: repeats)
        case .event(let event, let life): if isCurrent(life) { deliver(event) }
        case .sweep(let life, let repeats): if isCurrent(life) { sweep(repeats: repeats) }
        case .measure(let life): if isCurrent(life) { measure() }
        case .flush(let life): if isCurrent(life) { flush() }
        case .rebirth: beginLife()
        case .faultBegins(let index): begin(plan.faults[index], index)
        case .faultEnds(let index): end(plan.faults[index])
        case .execute(let job): execute(job)
        case .guest(let guest, let version, let turn):
            if guests[guest].version == version { take(turn, guest) }
        case .mend: mend()
        case .look: look()
        }
    }

    func isCurrent(_ life: Int) -> Bool { process.isAlive && process.life == life }

    /// Brings something to the process later, unless it dies first.
    mutating func later(_ delay: TimeSpan, _ event: Event) {
        agenda.enter(.event(event, life: process.life), at: now + delay)
    }
}

/// What is counted over a run, for the summary.
public struct Tally: Hashable, Sendable {
    public var turns = 0
    public var observations = 0
    public var actions = 0
    public var resets = 0
    /// Sent at a guest that was serving or booting: the world knows, the watchdog may have been unable to.
    public var wrongful = 0
    public var wrongfulResets = 0
    public var incidents = 0
    public var crashes = 0
    public var deliveries = 0
    /// Every power action that was sent, and what it was sent at.
    public var shots: [Shot] = []
    /// Every hang of a guest.
    public var outages: [Outage] = []
    /// Milliseconds from an incident's first failure to its recovery, where an action cured it.
    public var recoveries: [Int64] = []

    public init() {}

    public mutating func add(_ other: Tally) {
        turns += other.turns
        observations += other.observations
        actions += other.actions
        resets += other.resets
        wrongful += other.wrongful
        wrongfulResets += other.wrongfulResets
        incidents += other.incidents
        crashes += other.crashes
        deliveries += other.deliveries
        recoveries += other.recoveries
    }
}
