/// What has been asked of the provider: the source of `defib_provider_requests_total{endpoint,code}` and
/// `defib_provider_rate_limit_remaining`.
public struct ProviderUsage: Hashable, Sendable {
    public struct RequestCount: Hashable, Sendable {
        /// The path with placeholders for ids: a bounded set.
        public var endpoint: String
        /// The HTTP status, or a word for why none came (`timedOut`).
        public var code: String
        public var count: Int

        public init(endpoint: String, code: String, count: Int) {
            self.endpoint = endpoint
            self.code = code
            self.count = count
        }
    }

    /// By endpoint, then code.
    public var requests: [RequestCount]
    /// Nil while the API has not said, or what it said is over.
    public var rateLimitRemaining: Int?
    /// In all, until it is renewed; nil while the API has not said.
    public var rateLimit: Int?

    public init(requests: [RequestCount] = [], rateLimitRemaining: Int? = nil, rateLimit: Int? = nil) {
        self.requests = requests
        self.rateLimitRemaining = rateLimitRemaining
        self.rateLimit = rateLimit
    }
}

/// Counts requests by endpoint and code.
struct RequestTally: Sendable {
    private struct Key: Hashable {
        var endpoint: String
        var code: String
    }

    private var byKey: [Key: Int] = [:]

    mutating func count(endpoint: String, code: String) {
        byKey[Key(endpoint: endpoint, code: code), default: 0] += 1
    }

    var counts: [ProviderUsage.RequestCount] {
        byKey
            .map { ProviderUsage.RequestCount(endpoint: $0.key.endpoint, code: $0.key.code, count: $0.value) }
            .sorted { ($0.endpoint, $0.code) < ($1.endpoint, $1.code) }
    }
}
