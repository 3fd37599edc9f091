import FoundationEssentials
import Synchronization

/// Counts each token's requests in windows of a minute, as `X-RateLimit-*` reports them.
final class RateLimiter: Sendable {
    private struct Window {
        var ends: Date
        var used = 0
    }

    struct Reading: Hashable, Sendable {
        var limit: Int
        var remaining: Int
        var resets: Date
        var isExceeded: Bool
    }

    private let windows = Mutex<[String: Window]>([:])
    private let limit: Int
    private static let length: TimeInterval = 60

    /// - Parameter limit: requests a minute for each token.
    init(limit: Int) {
        self.limit = limit
    }

    /// Counts one request.
    func count(token: String, now: Date = Date.now) -> Reading {
        windows.withLock { windows in
            var window = windows[token] ?? Window(ends: now.addingTimeInterval(Self.length))
            if window.ends <= now { window = Window(ends: now.addingTimeInterval(Self.length)) }
            window.used += 1
            windows[token] = window
            return Reading(
                limit: limit,
                remaining: max(0, limit - window.used),
                resets: window.ends,
                isExceeded: window.used > limit
            )
        }
    }
}

extension RateLimiter.Reading {
    var headers: [(name: String, value: String)] {
        [
            ("X-RateLimit-Limit", String(limit)),
            ("X-RateLimit-Remaining", String(remaining)),
            ("X-RateLimit-Reset", Identifiers.time(resets)),
        ]
    }

    /// Whole seconds until the window ends, at least one.
    func retryAfter(now: Date = Date.now) -> Int {
        max(1, Int(resets.timeIntervalSince(now).rounded(.up)))
    }
}
