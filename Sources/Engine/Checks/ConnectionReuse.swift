/// What a probe keeps from one run to the next, so that it costs less. By default that is nothing: a fresh connection proves more.
public struct ConnectionReuse: Hashable, Sendable, Codable {
    /// The connection itself.
    public var keepsConnection: Bool
    /// The TLS session, so that a new connection takes the short handshake.
    public var resumesSession: Bool
    /// One run of so many keeps nothing of those before it; at least 2.
    public var freshEvery: Int

    public static let defaultFreshEvery = 10

    public init(keepsConnection: Bool, resumesSession: Bool, freshEvery: Int = ConnectionReuse.defaultFreshEvery) {
        self.keepsConnection = keepsConnection
        self.resumesSession = resumesSession
        self.freshEvery = freshEvery
    }
}
