import Engine

/// What is asked of a resolver.
struct NameQuestion: Hashable, Sendable {
    let host: String
    let family: AddressFamily
}

/// What a probe is told.
enum NameAnswer: Hashable, Sendable {
    /// In the order in which they are best tried (RFC 6724), never none. Stale: the resolver fails, and these are the last
    /// it gave.
    case addresses([IPAddress], isStale: Bool)
    case failed(Reason)

    var first: IPAddress? {
        guard case .addresses(let addresses, _) = self else { return nil }
        return addresses.first
    }
}

/// What a resolver said.
enum NameOutcome: Hashable, Sendable {
    /// Good for so many seconds; names from /etc/hosts say 0.
    case addresses([IPAddress], ttl: Int)
    /// The name, or an address of that family, is not: the resolver's word, which ends what was known before.
    case noAddress(String)
    /// The resolver failed: this says nothing of the name.
    case failed(String)
}

/// What became of look-ups since the start, and how much is known now.
public struct ResolverStatistics: Hashable, Sendable {
    public var answered: UInt64 = 0
    public var noAddress: UInt64 = 0
    public var failed: UInt64 = 0
    /// Probes that went to a last known address, because the resolver failed.
    public var staleAnswers: UInt64 = 0
    public var entries = 0
    /// Of them, how many had no fresh answer when they last asked.
    public var failing = 0

    public init() {}
}
