/// A light guest: the machine, its network and its services, held together.
///
/// An actor, whose one suspension inside a step is the network's change.
actor LightGuest: Guest {
    nonisolated let description: GuestDescription
    private let link: GuestLink
    private let services: LightServices
    private let chores: Chores
    private var machine: LightMachine
    private var shown = LightMachine.Presence.silent
    private var poweredOn: ContinuousClock.Instant? = .now
    private var bootBegan: ContinuousClock.Instant = .now
    private var timer = 0
    private var isRevealing = false
    private var agent = LightAgent()

    private init(
        description: GuestDescription,
        link: GuestLink,
        services: LightServices,
        timing: LightMachine.Timing,
        chores: Chores
    ) {
        self.description = description
        self.link = link
        self.services = services
        self.chores = chores
        machine = LightMachine(timing: timing)
    }

    /// Makes the guest and lets it serve at once: it has booted before the sandbox began.
    static func make(
        _ description: GuestDescription,
        timing: LightMachine.Timing,
        outside: NetworkNamespace,
        chores: Chores
    ) async throws -> LightGuest {
        let link = try await GuestLink.make(for: description, outside: outside)
        let services = try await LightServices.open(in: link.namespace)
        let guest = LightGuest(
            description: description,
            link: link,
            services: services,
            timing: timing,
            chores: chores
        )
        try await guest.reveal()
        return guest
    }

    func perform(_ verb: PowerVerb) async throws {
        try await take(.power(verb))
    }

    func afflict(_ ailment: Ailment, cure: Cure) async throws {
        try await take(.afflicted(ailment, cure))
    }

    func recover() async throws {
        try await take(.recovered)
    }

    func setBootTime(_ time: Duration) {
        machine.timing.boot = time
    }

    func condition() -> GuestCondition {
        GuestCondition(
            powerState: machine.isOff ? "stopped" : "running",
            uptime: poweredOn.map { ContinuousClock.now - $0 },
            sinceBoot: machine.isOff ? nil : ContinuousClock.now - bootBegan,
            ailment: machine.ailment,
            phase: machine.phaseName
        )
    }

    func agentAnswers() -> Bool {
        machine.presence == .serving
    }

    func execute(_ command: String) -> Int? {
        machine.presence == .serving ? agent.execute(command, boot: machine.boots, guest: description) : nil
    }

    func result(of process: Int) -> ExecResult? {
        machine.presence == .serving ? agent.result(of: process) : nil
    }

    func dismantle() async {
        await services.close()
        await link.remove()
    }

    private func take(_ event: LightMachine.Event) async throws {
        let boots = machine.boots
        let change = machine.handle(event)
        if machine.boots != boots { bootBegan = .now }
        poweredOn = machine.isOff ? nil : poweredOn ?? .now
        switch change {
        case .keep: break
        case .cancel: timer += 1
        case .start(let time): startTimer(time)
        }
        try await reveal()
    }

    private func startTimer(_ time: Duration) {
        timer += 1
        let started = timer
        chores.add {
            guard (try? await Task.sleep(for: time)) != nil else { return }
            await self.timerFired(started)
        }
    }

    /// A timer that was cancelled or replaced meanwhile says nothing. A network that can't be changed is left as it is:
    /// the guest's `phase` then tells what it should show.
    private func timerFired(_ started: Int) async {
        guard started == timer else { return }
        try? await take(.timerFired)
    }

    /// Makes the network and the services show the machine's presence. Steps that come in meanwhile leave the work to
    /// whoever is at it, so that two changes never cross.
    private func reveal() async throws {
        guard !isRevealing else { return }
        isRevealing = true
        defer { isRevealing = false }
        while case let presence = machine.presence, presence != shown {
            services.show(presence)
            try await link.show(presence, insteadOf: shown)
            shown = presence
        }
    }
}
