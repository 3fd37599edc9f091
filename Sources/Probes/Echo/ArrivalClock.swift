import Glibc

/// Puts the kernel's stamps on arriving packets, which are wall time, onto the steady clock: by the difference between the
/// two at the time of reading. Where the wall clock is set in between, the time is off by as much.
struct ArrivalClock {
    let readAt: Nanoseconds
    private let wallAhead: Int64

    init() {
        readAt = .now()
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        wallAhead = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec) - readAt.count
    }

    init(readAt: Nanoseconds, wallAhead: Int64) {
        self.readAt = readAt
        self.wallAhead = wallAhead
    }

    /// Nothing arrives after it is read.
    func time(of arrival: Int64?) -> Nanoseconds {
        guard let arrival else { return readAt }
        return min(readAt, Nanoseconds(count: arrival - wallAhead))
    }
}
