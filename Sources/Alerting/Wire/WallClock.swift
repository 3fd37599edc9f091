public import Engine
internal import Glibc

/// The time that other machines reckon by: Unix milliseconds, which an administrator may set.
public typealias WallClock = @Sendable () -> Timestamp

/// This machine's.
public let systemClock: WallClock = {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
}
