import Glibc
import Logging

/// A real Linux guest in QEMU. Everything it shows, it does itself; the sandbox is only its hypervisor.
actor QemuGuest: Guest {
    nonisolated let description: GuestDescription
    private let machine: QemuMachine
    private let monitor: QemuMonitor
    private let agent: QemuAgent
    private let namespace: NetworkNamespace
    private let chores: Chores
    private let logger: Logger
    private var process: ChildProcess?
    private var poweredOn: ContinuousClock.Instant?
    /// A graceful restart is under way: once the guest has gone down by itself, it is started again.
    private var restartsWhenDown = false
    private var ailment: Ailment?

    init(
        description: GuestDescription,
        machine: QemuMachine,
        namespace: NetworkNamespace,
        chores: Chores,
        logger: Logger
    ) {
        self.description = description
        self.machine = machine
        self.namespace = namespace
        self.chores = chores
        self.logger = logger
        monitor = machine.monitor(of: description)
        agent = machine.agent(of: description)
    }

    /// Makes the guest's network device and starts it. It serves some three seconds later.
    func setUp() async throws {
        let tap = machine.tap(of: description)
        try await namespace.batch([
            "tuntap add dev \(tap) mode tap",
            "addr add \(GuestDescription.gateway)/32 dev \(tap)",
            "link set \(tap) up",
            "route add \(description.address)/32 dev \(tap)",
        ])
        try await powerOn()
    }

    func perform(_ verb: PowerVerb) async throws {
        switch verb {
        case .start: try await powerOn()
        case .stop: await powerOff()
        case .reset:
            restartsWhenDown = false
            ailment = nil
            try await monitor.execute("system_reset")
        case .restart:
            restartsWhenDown = true
            try await monitor.execute("system_powerdown")
        case .shutdown:
            restartsWhenDown = false
            try await monitor.execute("system_powerdown")
        }
    }

    /// The cure is the guest's own affair: a stopped service is cured by any reboot, a panic by a forced one alone.
    func afflict(_ ailment: Ailment, cure: Cure) async throws {
        switch ailment {
        case .soft: _ = try await agent.start("killall -STOP httpd nc")
        case .hard: try await agent.startLast("sleep 0.2; echo c > /proc/sysrq-trigger")
        case .half, .crashLoop:
            throw SandboxError("a QEMU guest can hang \"soft\" or \"hard\"; a light one also \"\(ailment.rawValue)\"")
        }
        self.ailment = ailment
    }

    func recover() async throws {
        guard process == nil else { return try await perform(.reset) }
        try await powerOn()
    }

    func setBootTime(_ time: Duration) throws {
        throw SandboxError("a QEMU guest takes the time it takes to boot")
    }

    func condition() async -> GuestCondition {
        let uptime = poweredOn.map { ContinuousClock.now - $0 }
        guard process != nil else { return GuestCondition(powerState: "stopped", phase: "off") }
        let status = (try? await monitor.status()) ?? "unknown"
        let known = ["running": "running", "paused": "paused", "prelaunch": "starting", "shutdown": "stopped"]
        return GuestCondition(
            powerState: known[status] ?? "unknown",
            uptime: uptime,
            sinceBoot: uptime,
            ailment: ailment,
            phase: ailment == nil ? "running" : "hung"
        )
    }

    func agentAnswers() async -> Bool {
        process == nil ? false : await agent.answers()
    }

    func execute(_ command: String) async -> Int? {
        try? await agent.start(command)
    }

    func result(of process: Int) async -> ExecResult? {
        try? await agent.result(of: process)
    }

    func dismantle() async {
        await powerOff()
        try? await namespace.batch(["link del \(machine.tap(of: description))"])
    }

    private func powerOn() async throws {
        guard process == nil else { return }
        restartsWhenDown = false
        ailment = nil
        let child = try await ChildProcess.start(machine.command(for: description), in: namespace)
        process = child
        poweredOn = .now
        chores.add { await self.watch(child) }
    }

    private func powerOff() async {
        restartsWhenDown = false
        guard let child = process else { return }
        child.signal(SIGKILL)
        _ = await child.ending()
        forget(child)
    }

    /// Waits for the machine to go down, by itself or by force, and starts it again where a restart was asked for. The
    /// sandbox's end is the machine's.
    private func watch(_ child: ChildProcess) async {
        let ending = await withTaskCancellationHandler {
            await child.ending()
        } onCancel: {
            child.signal(SIGKILL)
        }
        forget(child)
        guard ending == .exited(0) else {
            if ending != .killed(signal: SIGKILL) {
                logger.error("QEMU ended badly", metadata: ["guest": "\(description.name)", "how": "\(ending)"])
            }
            return
        }
        guard restartsWhenDown else { return }
        do {
            try await powerOn()
        } catch {
            logger.error("QEMU did not start again", metadata: ["guest": "\(description.name)", "why": "\(error)"])
        }
    }

    private func forget(_ child: ChildProcess) {
        guard process === child else { return }
        process = nil
        poweredOn = nil
        ailment = nil
    }
}
