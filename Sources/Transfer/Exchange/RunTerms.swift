import CLibcurl

/// What one run of a prepared transfer makes of what the runs before it left: a connection kept (`ConnectionPolicy.reuse`) or a
/// session to resume (`TLSOptions.resumes`).
public struct RunTerms: Sendable, Equatable {
    /// Takes nothing of it: a new connection, a full handshake.
    public var isFresh: Bool
    /// Leaves its connection for the next run.
    public var isKept: Bool
    /// In place of the request's deadline, in milliseconds.
    public var deadline: Int?

    public init(isFresh: Bool = false, isKept: Bool = true, deadline: Int? = nil) {
        self.isFresh = isFresh
        self.isKept = isKept
        self.deadline = deadline
    }
}

extension Exchange {
    /// Sets what differs from the run before.
    func agree(on terms: RunTerms) {
        guard terms != self.terms else { return }
        self.terms = terms
        let deadline = min(terms.deadline ?? request.deadline, request.deadline)
        easy.set(CURLOPT_TIMEOUT_MS, deadline)
        easy.set(CURLOPT_CONNECTTIMEOUT_MS, min(request.connectDeadline ?? deadline, deadline))
        if endpoint.kind != .connection, request.connection == .reuse {
            easy.set(CURLOPT_FRESH_CONNECT, terms.isFresh ? 1 : 0)
            easy.set(CURLOPT_FORBID_REUSE, terms.isKept ? 0 : 1)
        }
        if endpoint.usesTLS, request.tls.resumes { easy.set(CURLOPT_SSL_SESSIONID_CACHE, terms.isFresh ? 0 : 1) }
    }
}
