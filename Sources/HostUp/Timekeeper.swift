public import Engine
import Glibc

/// Whoever tells the client the time and lets it wait. The daemon gives its own clock, so that an inspection's age and
/// the engine's deadlines count on one scale.
public protocol Timekeeper: Sendable {
    func now() -> Timestamp
    /// Returns at `deadline`, or as soon as the task is cancelled.
    func sleep(until deadline: Timestamp) async
}

/// `CLOCK_BOOTTIME`, anchored to wall time when it was made.
public struct SteadyTimekeeper: Timekeeper {
    /// What must be added to the steady clock to read as Unix milliseconds.
    private let offset: Int64

    public init() {
        offset = SteadyTimekeeper.read(CLOCK_REALTIME) - SteadyTimekeeper.read(CLOCK_BOOTTIME)
    }

    public func now() -> Timestamp {
        Timestamp(milliseconds: SteadyTimekeeper.read(CLOCK_BOOTTIME) + offset)
    }

    public func sleep(until deadline: Timestamp) async {
        let rest = (deadline - now()).milliseconds
        guard rest > 0 else { return }
        // The only error is cancellation, and the contract is to return then.
        try? await Task.sleep(for: .milliseconds(rest))
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
