import CLibcurl

/// One request made ready for libcurl, and the state of its run, if it has one under way.
///
/// Sendable unchecked: whoever makes it only hands it on through the mailbox, whose lock orders the threads; from then on
/// everything that changes is touched by the loop's thread alone. The last owner may free it anywhere, which libcurl
/// allows for a handle that no multi handle holds, and the loop owns what it runs.
final class Exchange: @unchecked Sendable {
    let request: TransferRequest
    let endpoint: Endpoint
    let easy: EasyHandle

    // The loop's
    var run = Run()
    var completion: TransferCompletion?
    /// The run under way or the last one.
    var ticket: UInt64 = 0
    /// A run called off before its start arrived.
    var cancelledTicket: UInt64 = 0
    /// Its place among the loop's transfers; nil while idle.
    var slot: Int?

    init(_ request: TransferRequest) throws(TransferError) {
        try RequestCheck.check(request)
        self.request = request
        endpoint = try Endpoint(request)
        try RequestCheck.check(endpoint, of: request)
        guard let easy = EasyHandle() else {
            throw TransferError(kind: .internalFault, message: "libcurl cannot allocate a transfer")
        }
        self.easy = easy
        try EasySetup(easy: easy, request: request, endpoint: endpoint).apply(callbacksTo: self)
    }

    /// Later, libcurl knows the address of the last hop alone.
    func noteFirstAnswerer() {
        guard request.maxRedirects > 0, run.firstAnswerer == nil else { return }
        run.firstAnswerer = easy.string(CURLINFO_PRIMARY_IP)
    }

    /// What one run gathers through the callbacks.
    struct Run {
        /// Nanoseconds on the loop's clock.
        var startedAt: UInt64 = 0
        var body: [UInt8] = []
        var isBodyTooLarge = false
        /// Of a mail's message, what libcurl has taken.
        var sentBytes = 0
        /// Header lines of the latest response, the status line first.
        var header: [UInt8] = []
        var isHeaderTooLarge = false
        /// When TLS began to speak, and so the connection stood, which libcurl notes only after the handshake.
        /// Nanoseconds on the loop's clock; 0: not yet.
        var tlsBeganAt: UInt64 = 0
        var peerSpokeTLS = false
        /// Of the latest handshake that succeeded, as `TLSVersionText` has it.
        var tlsVersion: String?
        var attempted: SocketAddress?
        /// Where redirects are followed: whose response came first.
        var firstAnswerer: String?
        /// Why no socket could be opened; 0: none failed.
        var socketErrno: Int32 = 0
        /// The connection handed over, where a greeting is awaited.
        var greetingSocket: Int32?
        /// Nanoseconds on the loop's clock; 0: no byte yet.
        var greetingBeganAt: UInt64 = 0
    }
}
