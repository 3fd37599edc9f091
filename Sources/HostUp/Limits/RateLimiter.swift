import Engine

/// What may be asked of the API now, by what it said of its limits: pure logic, time is an argument.
///
/// It lets through, or names the time to ask again. `RateGate` does the waiting.
struct RateLimiter: Sendable {
    enum Admission: Hashable, Sendable {
        case admitted
        case wait(Wait)
    }

    struct Wait: Hashable, Sendable {
        var reason: Reason
        /// Nil: until a request under way has ended.
        var until: Timestamp?
    }

    enum Reason: Hashable, Sendable {
        /// The API answered 429.
        case paused
        /// What is left until the limit resets is kept for more urgent requests.
        case reserved
        /// Sweeps are spread over the time to the reset.
        case paced
        /// As much as sensible is under way.
        case crowded
    }

    /// What the API last said, less what was asked since; nil where it said nothing, or its window is over.
    private(set) var remaining: Int?
    private(set) var limit: Int?
    private var resetAt: Timestamp?
    private var pausedUntil: Timestamp?
    private var nextSweepAt: Timestamp?
    private var inFlight = 0
    /// 429s without another answer between.
    private var refusals = 0

    /// Takes a place where it admits; `ended` gives it back.
    mutating func admit(_ priority: Priority, now: Timestamp) -> Admission {
        forgetWhatIsOver(now)
        if let wait = obstacle(to: priority, now) { return .wait(wait) }
        inFlight += 1
        if let left = remaining { remaining = max(0, left - 1) }
        if priority == .sweep { nextSweepAt = pace(now).map { now + $0 } }
        return .admitted
    }

    /// An admitted request ended: with an answer of that status, or with none (nil).
    mutating func ended(status: Int?, _ notice: RateLimitNotice, now: Timestamp) {
        inFlight -= 1
        precondition(inFlight >= 0, "ended once for each admitted")
        learn(notice, now)
        guard let status else { return }
        if status == 429 {
            refusals += 1
            let end = now + pause(after: notice)
            pausedUntil = max(pausedUntil ?? end, end)
        } else {
            refusals = 0
        }
    }

    private mutating func forgetWhatIsOver(_ now: Timestamp) {
        if let end = resetAt, end <= now {
            remaining = nil
            resetAt = nil
            nextSweepAt = nil
        }
        if let end = pausedUntil, end <= now { pausedUntil = nil }
    }

    private func obstacle(to priority: Priority, _ now: Timestamp) -> Wait? {
        if let pausedUntil { return Wait(reason: .paused, until: pausedUntil) }
        if let remaining, remaining <= priority.reserve(ofLimit: limit) {
            return Wait(reason: .reserved, until: resetAt)
        }
        if inFlight >= priority.maxInFlight { return Wait(reason: .crowded, until: nil) }
        if priority == .sweep, let nextSweepAt, nextSweepAt > now { return Wait(reason: .paced, until: nextSweepAt) }
        return nil
    }

    private mutating func learn(_ notice: RateLimitNotice, _ now: Timestamp) {
        limit = notice.limit ?? limit
        if let reset = notice.reset { resetAt = now + min(max(reset, .seconds(1)), RateLimiter.longestPause) }
        guard let left = notice.remaining else { return }
        // Those under way were not counted yet when this answer was written, or may not have been.
        remaining = max(0, left - inFlight)
        resetAt = resetAt ?? now + RateLimiter.assumedWindow
    }

    /// Once half the limit is used up, what sweeps may still take is spread evenly until the reset.
    private func pace(_ now: Timestamp) -> TimeSpan? {
        guard let limit, let remaining, let resetAt, remaining < limit / 2 else { return nil }
        let left = max(1, remaining - Priority.sweep.reserve(ofLimit: limit))
        return TimeSpan(milliseconds: (resetAt - now).milliseconds / Int64(left))
    }

    /// As long as the answer says; where it does not, longer each time. Never no time at all, and never so long that a
    /// single wrong header would blind the watchdog for a day.
    private func pause(after notice: RateLimitNotice) -> TimeSpan {
        let guess = min(.seconds(10) * Int64(1 << min(refusals - 1, 5)), .minutes(5))
        return min(max(notice.retryAfter ?? notice.reset ?? guess, .seconds(1)), RateLimiter.longestPause)
    }

    static let longestPause = TimeSpan.hours(1)
    private static let assumedWindow = TimeSpan.minutes(1)
}
