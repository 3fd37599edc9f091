import Engine
import Glibc
import Probes
import ServiceLifecycle

/// Measures once a second how far the watchdog can trust itself, and tells the engine.
struct WatchdogMeter: Service {
    /// A loop that has not come round for this long is stuck.
    static let stuck = TimeSpan.seconds(10)

    let queue: EventQueue
    let scheduler: ProbeScheduler
    let clock: any SteadyClock
    let meters: Meters
    let pauseFile: String
    let manager: ServiceManager

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var drift = ClockDrift(now: clock.now())
            manager.tellReady("watching")
            var seconds = 0
            while !Task.isCancelled {
                if seconds == StartLeftovers.keptFor { StartLeftovers.giveBack() }
                seconds += 1
                queue.post(.watchdogMeasured(measure(&drift)))
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    private func measure(_ drift: inout ClockDrift) -> WatchdogHealth {
        let statistics = scheduler.takeStatistics()
        let dropped = queue.takeDropped()
        meters.note(statistics)
        meters.note(droppedObservations: dropped)
        return WatchdogHealth(
            loopLag: meters.takeMaxLoopLag(),
            scheduleLag: statistics.schedule.lag.maximum,
            droppedObservations: dropped,
            clockJump: drift.jump(now: clock.now()),
            journalFault: meters.journalFault,
            pauseFile: access(pauseFile, F_OK) == 0
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
