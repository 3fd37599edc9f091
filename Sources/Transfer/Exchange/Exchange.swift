import CLibcurl

/// One request made ready for libcurl, and the state of its run, if it has one under way.
///
/// Sendable unchecked: whoever makes it only hands it on through the mailbox, whose lock orders the threads; from then on
/// everything that changes is touched by the loop's thread alone. The last owner may free it anywhere, which libcurl
/// allows for a handle that no multi handle holds, and the loop owns what it runs.
final class Exchange: @unchecked Sendable {
    /// Header lines beyond this are no HTTP response but an attempt to fill our memory.
    static let maxHeaderBytes = 64 << 10

    let request: TransferRequest
    let endpoint: Endpoint
    let easy: EasyHandle

    /// It runs more than once.
    var isPrepared = false

    // The loop's
    var terms = RunTerms()
    /// What the latest full handshake showed: runs on its connection or session have nothing else to show.
    var shown: (certificates: [PeerCertificate], tlsVersion: String?) = ([], nil)
    /// Whose sockets its connections are; it is asked there alone.
    weak var home: Reactor?
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

    /// Takes in a piece of the body; false where it is more than the request allows.
    func take(body chunk: UnsafeBufferPointer<UInt8>) -> Bool {
        run.bodyBytes += chunk.count
        guard run.bodyBytes <= request.maxBodyBytes else {
            run.isBodyTooLarge = true
            return false
        }
        if request.wantsBody { run.body.append(contentsOf: chunk) }
        return true
    }

    /// Takes in one header line; false where they are too many. A new status line (a redirect's, a 1xx's) begins anew.
    func take(header line: UnsafeBufferPointer<UInt8>) -> Bool {
        if HeaderFields.isStatusLine(line) {
            run.headerBytes = 0
            run.header.removeAll(keepingCapacity: true)
            noteFirstAnswerer()
        }
        run.headerBytes += line.count
        guard run.headerBytes <= Exchange.maxHeaderBytes else {
            run.isHeaderTooLarge = true
            return false
        }
        if request.wantsHeaders { run.header.append(contentsOf: line) }
        return true
    }

    /// Later, libcurl knows the address of the last hop alone.
    private func noteFirstAnswerer() {
        guard request.maxRedirects > 0, run.firstAnswerer == nil else { return }
        run.firstAnswerer = easy.primaryAddress
    }

    /// What one run gathers through the callbacks.
    struct Run {
        /// Nanoseconds on the loop's clock.
        var startedAt: UInt64 = 0
        /// Empty where the request wants none of it.
        var body: [UInt8] = []
        var bodyBytes = 0
        var isBodyTooLarge = false
        /// Of a mail's message, what libcurl has taken.
        var sentBytes = 0
        /// Header lines of the latest response, the status line first; empty where the request wants none of them.
        var header: [UInt8] = []
        var headerBytes = 0
        var isHeaderTooLarge = false
        /// When TLS began to speak, and so the connection stood, which libcurl notes only after the handshake.
        /// Nanoseconds on the loop's clock; 0: not yet.
        var tlsBeganAt: UInt64 = 0
        var peerSpokeTLS = false
        /// Of the latest handshake that succeeded, as `TLSVersionText` has it.
        var tlsVersion: String?
        var attempted: PeerAddress?
        /// Where redirects are followed: whose response came first.
        var firstAnswerer: PeerAddress?
        /// Why no socket could be opened; 0: none failed.
        var socketErrno: Int32 = 0
        /// The connection handed over, where a greeting is awaited.
        var greetingSocket: Int32?
        /// Nanoseconds on the loop's clock; 0: no byte yet.
        var greetingBeganAt: UInt64 = 0
    }
}
