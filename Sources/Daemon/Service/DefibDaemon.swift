import CLinux
import Configuration
import Engine
import HostUp
import Journal
public import Logging
import Probes
import ServiceLifecycle
import Transfer
import UnixSignals

public struct DaemonOptions: Sendable {
    public var configurationPath: String
    public var version: String
    public var log: Logger
    /// A listening socket handed over by whoever started the process (`LISTEN_FDS`); nil: one is opened as configured.
    public var inheritedListener: Int32?

    public init(configurationPath: String, version: String, log: Logger, inheritedListener: Int32? = nil) {
        self.configurationPath = configurationPath
        self.version = version
        self.log = log
        self.inheritedListener = inheritedListener
    }
}

/// The watchdog as a whole: one tree of services around the engine's loop.
public enum DefibDaemon {
    /// Runs until SIGTERM or SIGINT. Throws one clear text where it can't start; nothing has been touched then.
    public static func run(_ options: DaemonOptions) async throws {
        let settings = try Settings.load(path: options.configurationPath)
        for warning in settings.loaded.warnings { options.log.warning("\(warning.summary)") }
        DescriptorLimit.raise()
        defib_share_heaps(2)
        let assembly = try Assembly(settings, options)
        try await assembly.run()
    }
}

/// Everything put together, not yet running.
private struct Assembly {
    let options: DaemonOptions
    let parts: DaemonParts
    let store: JournalStore
    let loop: EngineLoop
    let runner: EffectRunner
    let replies = Replies()
    let agents: AgentProber
    let reloader: Reloader
    let front: FrontDoor
    let engine: HandOver<Engine>

    init(_ settings: Settings, _ options: DaemonOptions) throws {
        self.options = options
        // Before anything is written: a port in use leaves no trace.
        let web = try FrontDoor.listen(settings, options)
        let clock = BootClock()
        let meters = Meters()
        let transfers = try TransferLoop()
        let provider = HostUpClient(
            transport: transfers,
            origin: settings.origin,
            credential: settings.credential,
            time: SharedTime(clock: clock),
            settings: .init(userAgent: "defib/\(options.version)")
        )
        store = try Assembly.openJournal(settings.loaded.dataDirectory, settings.loaded.journal, at: clock.now())
        let queue = try EventQueue(clock: clock)
        let agents = AgentProber(asker: AgentBridge(provider: provider))
        let resolver = try Resolver()
        let probers = Probers(
            transfers: transfers,
            echoes: try EchoLoop(resolver: resolver),
            agents: agents,
            clock: clock
        )
        let recovered = try store.recover()
        let discoverer = Discoverer(
            settings,
            recovered: recovered.discoveries,
            queue: queue,
            log: options.log
        )
        let policy = discoverer.policy(settings)
        let beginning = LifeBeginning(
            version: options.version,
            policy: policy,
            recovered: recovered,
            now: clock.now()
        )
        let engine = Engine(policy: policy, recovered: recovered, now: beginning.now)
        let scheduler = ProbeScheduler(
            plan: ProbePlan(policy: engine.policy, epoch: engine.epoch),
            probers: probers,
            clock: clock,
            sink: queue
        )
        let externalURL = "http://\(settings.loaded.listen)"
        parts = DaemonParts(
            clock: clock,
            log: options.log,
            meters: meters,
            queue: queue,
            transfers: transfers,
            provider: provider,
            receivers: Receivers(settings.receivers(through: transfers, externalURL: externalURL)),
            scheduler: scheduler,
            heartbeat: Heartbeat(
                settings.loaded.heartbeat,
                queue: queue,
                clock: clock,
                log: options.log,
                sender: HeartbeatSender(transport: transfers)
            ),
            discoverer: discoverer,
            pace: PlatformSweeper.Pace(settings.policy.sweep),
            manager: ServiceManager(),
            externalURL: externalURL
        )
        self.agents = agents
        runner = EffectRunner(parts: parts, replies: replies)
        loop = EngineLoop(
            queue: queue,
            journal: JournalWriter(store: store, beginning: beginning, policy: engine.policy, meters: meters),
            clock: clock,
            meters: meters,
            log: options.log,
            manager: parts.manager,
            meter: WatchdogMeter(
                queue: queue,
                scheduler: scheduler,
                resolver: resolver,
                meters: meters,
                heartbeat: parts.heartbeat,
                pauseFile: PauseFile(in: settings.loaded.dataDirectory)
            ),
            perform: runner.take
        )
        reloader = Reloader(
            path: options.configurationPath,
            settings: settings,
            parts: parts,
            journal: store.reader
        )
        self.engine = HandOver(engine)
        meters.note(reloadSucceeded: true, at: clock.now())
        front = try FrontDoor(
            settings,
            options,
            web: web,
            parts: parts,
            replies: replies,
            store: store,
            loop: loop,
            reloader: reloader
        )
    }

    private static func openJournal(
        _ directory: String,
        _ kept: JournalSettings,
        at now: Timestamp
    ) throws(StartError) -> JournalStore {
        let limits = JournalLimits(exactBytes: kept.exact, rollups: kept.rollups, records: kept.records)
        do throws(JournalError) {
            return try JournalStore(directory: directory, limits: limits, startedAt: now)
        } catch {
            throw StartError("\(error)")
        }
    }

    func run() async throws {
        let thread = try ServiceThread.start("defib-engine") { [loop, engine] in loop.run(engine.take()) }
        parts.scheduler.start()
        parts.log.notice("watching \(parts.externalURL)", metadata: ["version": "\(options.version)"])
        // Ended in reverse: the front door first, then what measures and asks, then the closing itself; what performs
        // effects lasts until everything under way is answered.
        let services: [any Service] =
            [
                runner, AgentService(prober: agents),
                Closer(parts: parts, loop: loop, runner: runner, replies: replies),
                PlatformSweeper(runner: runner, pace: parts.pace), parts.heartbeat, Arrival(manager: parts.manager),
                reloader,
                JournalKeeper(store: store, log: parts.log),
            ] + front.services
        var configuration = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: parts.log
        )
        configuration.maximumGracefulShutdownDuration = .seconds(12)
        defer { finish(thread) }
        try await ServiceGroup(configuration: configuration).run()
    }

    /// Whatever ended the services, the loop writes what it holds before the process goes.
    private func finish(_ thread: ServiceThread) {
        parts.scheduler.stop()
        parts.queue.close()
        runner.finish()
        thread.join()
        parts.transfers.shutdown()
        do throws(JournalError) { try store.close() } catch { parts.log.error("closing the journal: \(error)") }
    }
}
