import Engine
import Glibc
import Probes

/// Measures once a second how far the watchdog can trust itself. On the engine's own thread, and as one of its turns: how late
/// that comes is what the loop lags.
struct WatchdogMeter {
    /// A loop that has not come round for this long is stuck.
    static let stuck = TimeSpan.seconds(10)
    static let pace = TimeSpan.seconds(1)
    /// How much sooner it measures when the loop is awake anyway.
    static let company = TimeSpan.milliseconds(250)

    let queue: EventQueue
    let scheduler: ProbeScheduler
    let resolver: Resolver
    let meters: Meters
    let heartbeat: Heartbeat
    let pauseFile: PauseFile
    private var drift: ClockDrift?
    private(set) var dueAt = Timestamp.distantPast

    init(
        queue: EventQueue,
        scheduler: ProbeScheduler,
        resolver: Resolver,
        meters: Meters,
        heartbeat: Heartbeat,
        pauseFile: PauseFile
    ) {
        self.queue = queue
        self.scheduler = scheduler
        self.resolver = resolver
        self.meters = meters
        self.heartbeat = heartbeat
        self.pauseFile = pauseFile
    }

    /// The first measurement is due, and counts from here: the start is no lag.
    mutating func begin(at now: Timestamp) {
        drift = ClockDrift(now: now)
        dueAt = now
    }

    /// Nil until it is time.
    mutating func measure(at now: Timestamp) -> WatchdogHealth? {
        guard now >= dueAt - WatchdogMeter.company else { return nil }
        meters.note(loopLag: max(.zero, now - dueAt))
        dueAt = now + WatchdogMeter.pace
        return measured(at: now)
    }

    /// What the engine then says of itself is the heartbeat's to judge.
    func tell(distrust: String?, at now: Timestamp) {
        heartbeat.hear(distrust: distrust, at: now)
    }

    private mutating func measured(at now: Timestamp) -> WatchdogHealth {
        let statistics = scheduler.takeStatistics()
        let dropped = queue.takeDropped()
        meters.note(statistics)
        meters.note(resolver.statistics)
        meters.note(droppedObservations: dropped)
        return WatchdogHealth(
            loopLag: meters.takeMaxLoopLag(),
            scheduleLag: statistics.schedule.lag.maximum,
            droppedObservations: dropped,
            clockJump: drift?.jump(now: now) ?? .zero,
            journalFault: meters.journalFault,
            pauseFile: pauseFile.isThere
        )
    }
}

/// How far the wall clock has moved against the steady one since the last look.
struct ClockDrift {
    private var offset: Int64

    init(now: Timestamp) {
        offset = ClockDrift.wall() - now.milliseconds
    }

    mutating func jump(now: Timestamp) -> TimeSpan {
        let current = ClockDrift.wall() - now.milliseconds
        defer { offset = current }
        return TimeSpan(milliseconds: current - offset)
    }

    private static func wall() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
