import Engine

/// What is asked of a resolver.
struct NameQuestion: Hashable, Sendable {
    let host: String
    let family: AddressFamily
}

/// What a probe is told.
enum NameAnswer: Hashable, Sendable {
    /// In the order in which they are best tried, never none. Stale: their time is over, and the resolver has not given others;
    /// who does not answer there proves nothing.
    case addresses([IPAddress], isStale: Bool)
    case failed(Reason)

    static let closed = NameAnswer.failed(Reason(.cancelled, "the watchdog is shutting down"))

    static func late(_ host: String) -> NameAnswer {
        .failed(Reason(.resolutionFailed, "\(host): the resolver did not answer in time"))
    }

    var first: IPAddress? {
        guard case .addresses(let addresses, _) = self else { return nil }
        return addresses.first
    }
}

/// Who waits for a name, and until when.
struct NameWaiter: Sendable {
    let deadline: Nanoseconds
    let completion: @Sendable (NameAnswer) -> Void
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
    /// Of them, how many had no answer when they last asked, for whatever reason.
    public var failing = 0

    public init() {}
}
