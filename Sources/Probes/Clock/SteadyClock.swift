public import Engine
import Glibc

/// Where the time of probes comes from, so that a simulation can bring its own.
public protocol SteadyClock: Sendable {
    func now() -> Timestamp
}

/// `CLOCK_BOOTTIME`, anchored once to wall time: it reads as Unix milliseconds, never runs backwards and goes on while
/// the machine is suspended. One instance serves the whole daemon; two made apart may differ by a step of the wall clock.
public struct BootClock: SteadyClock {
    private let anchor: Int64

    public init() {
        anchor = BootClock.milliseconds(CLOCK_REALTIME) - BootClock.milliseconds(CLOCK_BOOTTIME)
    }

    public func now() -> Timestamp {
        Timestamp(milliseconds: anchor + BootClock.milliseconds(CLOCK_BOOTTIME))
    }

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}

/// Nanoseconds on `CLOCK_MONOTONIC`: for round-trip times, which milliseconds are too coarse for.
struct Nanoseconds: Comparable {
    var count: Int64

    static func now() -> Nanoseconds {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Nanoseconds(count: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    static func milliseconds(_ count: Int64) -> Nanoseconds { Nanoseconds(count: count * 1_000_000) }

    /// Whole microseconds since `earlier`, for `Measures`.
    func microseconds(since earlier: Nanoseconds) -> UInt32 {
        UInt32(clamping: (count - earlier.count) / 1_000)
    }

    static func < (left: Nanoseconds, right: Nanoseconds) -> Bool { left.count < right.count }
    static func + (left: Nanoseconds, right: Nanoseconds) -> Nanoseconds {
        Nanoseconds(count: left.count + right.count)
    }
    static func - (left: Nanoseconds, right: Nanoseconds) -> Nanoseconds {
        Nanoseconds(count: left.count - right.count)
    }
}
