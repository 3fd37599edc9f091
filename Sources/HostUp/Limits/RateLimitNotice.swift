import Engine

/// What one answer says of the account's rate limit; nil where it does not.
struct RateLimitNotice: Hashable, Sendable {
    var limit: Int?
    var remaining: Int?
    /// From the answer on.
    var reset: TimeSpan?
    /// From the answer on.
    var retryAfter: TimeSpan?

    init(limit: Int? = nil, remaining: Int? = nil, reset: TimeSpan? = nil, retryAfter: TimeSpan? = nil) {
        self.limit = limit
        self.remaining = remaining
        self.reset = reset
        self.retryAfter = retryAfter
    }

    /// Reads `Retry-After`, `X-RateLimit-Limit`, `-Remaining` and `-Reset`.
    ///
    /// Where a header names a point in time, it is the server's clock that counts: it is measured from the answer's own
    /// `Date`, and from our clock only where there is none.
    init(header: (String) -> String?, now: Timestamp) {
        let base = header("date").flatMap { HTTPTime.timestamp($0) } ?? now
        limit = header("x-ratelimit-limit").flatMap(HTTPTime.count)
        remaining = header("x-ratelimit-remaining").flatMap(HTTPTime.count)
        reset = header("x-ratelimit-reset").flatMap { HTTPTime.wait($0, from: base) }
        retryAfter = header("retry-after").flatMap { HTTPTime.wait($0, from: base) }
    }
}
