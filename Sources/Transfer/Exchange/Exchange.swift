/// One request made ready for libcurl, in as little as is its own; and its run, if it has one under way.
///
/// Sendable unchecked: whoever makes it only hands it on through the mailbox, whose lock orders the threads; from then on
/// everything that changes is touched by the loop's thread alone. The last owner may free it anywhere, which libcurl
/// allows for a handle that no multi handle holds, and the loop owns what it runs.
final class Exchange: @unchecked Sendable {
    let shape: TransferShape
    let endpoint: Endpoint
    /// Milliseconds, as the request has them.
    let deadline: Int
    let connectDeadline: Int?
    let serverName: ServerName?
    /// Its seat for life, where it is not lent one: for a single run, and where libcurl keeps a secret or a session on it.
    let ownSeat: Seat?

    /// It runs more than once.
    var isPrepared = false

    // The loop's
    /// While it runs.
    var seat: Seat?
    /// Where its connections wait for its next run.
    var kept: KeptConnections?
    /// What the latest full handshake showed: runs on its connection or session have nothing else to show.
    var shown: Shown?
    var completion: TransferCompletion?
    /// The run under way or the last one.
    var ticket: UInt64 = 0
    /// A run called off before its start arrived.
    var cancelledTicket: UInt64 = 0

    var request: TransferRequest { shape.request }

    final class Shown {
        let certificates: [PeerCertificate]
        let tlsVersion: String?

        init(certificates: [PeerCertificate], tlsVersion: String?) {
            self.certificates = certificates
            self.tlsVersion = tlsVersion
        }
    }

    /// Has its shape, and so its seats, from `shapes` in common with others; without, and where that can't be, it has its own.
    init(_ request: TransferRequest, among shapes: TransferShapes? = nil) throws(TransferError) {
        try RequestCheck.check(request)
        endpoint = try Endpoint(request)
        try RequestCheck.check(endpoint, of: request)
        deadline = request.deadline
        connectDeadline = request.connectDeadline
        let traits = TransferTraits(request, at: endpoint)
        if let shapes, !traits.leavesTraces, !endpoint.hasCredentials {
            shape = try shapes.shape(traits)
            ownSeat = nil
        } else {
            shape = TransferShape(traits, lender: nil)
            ownSeat = try Seat(shape)
        }
        serverName = endpoint.usesTLS && request.tls.serverName != nil ? ServerName(endpoint, shape: shape) : nil
    }
}

extension Exchange {
    var keepsConnection: Bool { isPrepared && request.connection == .reuse }

    /// A later run may see no chain of its own.
    var keepsSomething: Bool { request.connection == .reuse || request.tls.resumes }
}

extension TransferTraits {
    /// What libcurl keeps on a handle for its next run: TLS sessions, and all that mail and its logins come to.
    fileprivate var leavesTraces: Bool { request.tls.resumes || kind == .mail }
}
