import Engine
import Glibc

/// The time now, as APIs write it.
enum WallClock {
    static var now: String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000).description
    }
}
