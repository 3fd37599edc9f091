/// What one run of a prepared transfer makes of what the runs before it left: a connection kept (`ConnectionPolicy.reuse`) or a
/// session to resume (`TLSOptions.resumes`). And where it goes.
public struct RunTerms: Sendable, Equatable {
    /// Takes nothing of it: a new connection, a full handshake.
    public var isFresh: Bool
    /// Leaves its connection for the next run.
    public var isKept: Bool
    /// In place of the request's deadline, in milliseconds.
    public var deadline: Int?
    /// Of it, at most this for connecting, TLS included.
    public var connectDeadline: Int?
    /// Nil: libcurl resolves the URL's name.
    public var address: FixedAddress?

    public init(isFresh: Bool = false, isKept: Bool = true, deadline: Int? = nil) {
        self.isFresh = isFresh
        self.isKept = isKept
        self.deadline = deadline
    }
}
