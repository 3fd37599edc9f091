import CLibcurl

/// A place for one run at a time: libcurl's handle with the options of a shape, and what the run on it gathers. A seat is lent
/// to one exchange after the other, and carries nothing over from run to run.
final class Seat {
    /// Header lines beyond this are no HTTP response but an attempt to fill our memory.
    static let maxHeaderBytes = 64 << 10

    let shape: TransferShape
    let easy: EasyHandle
    /// Whose run is on it; nil: it is idle.
    var exchange: Exchange?
    var run = Run()
    /// Among the seats under way.
    var place = 0
    /// Where it reports its sockets, which is where it runs.
    var home: Unmanaged<Reactor>?

    // What the run before was told that differs from run to run.
    private var deadline = 0
    private(set) var connectDeadline = 0
    private var isFresh: Bool?
    private var isKept: Bool?
    private var serverName: ServerName?
    /// Where it goes; nil: libcurl resolves the URL's name, or the server name's target.
    private(set) var address: FixedAddress?
    private var target: LineList?

    /// Fails where libcurl refuses an option, or has no memory.
    init(_ shape: TransferShape) throws(TransferError) {
        guard let easy = EasyHandle() else {
            throw TransferError(kind: .internalFault, message: "libcurl cannot allocate a transfer")
        }
        self.easy = easy
        self.shape = shape
        EasySetup(easy: easy, shape: shape).apply()
        Callbacks.install(on: self)
        if let refused = easy.refused { throw .refused(refused) }
    }

    /// Makes it the exchange's for one run.
    func board(_ exchange: Exchange, _ terms: RunTerms) {
        self.exchange = exchange
        run.startedAt = SteadyClock.now()
        easy.clearErrorMessage()
        easy.set(CURLOPT_URL, exchange.endpoint.url)
        if serverName !== exchange.serverName { take(exchange.serverName) }
        if let share = exchange.kept?.share { easy.set(CURLOPT_SHARE, pointer: share) }
        address = terms.address
        go(to: address == nil ? serverName?.target : address?.target)
        limit(exchange, terms)
        agree(on: terms)
    }

    /// Lets go of the exchange and of all that its run gathered.
    func leave() {
        if exchange?.kept != nil { easy.set(CURLOPT_SHARE, pointer: nil) }
        exchange = nil
        run = Run()
        // The list of header lines is the exchange's.
        if serverName != nil { take(nil) }
    }

    private func go(to target: LineList?) {
        guard target !== self.target else { return }
        // It lives for as long as libcurl may read it, and mostly serves the next run too.
        self.target = target
        easy.set(CURLOPT_CONNECT_TO, list: target)
    }

    private func take(_ name: ServerName?) {
        serverName = name
        easy.set(CURLOPT_HTTPHEADER, list: name?.lines ?? shape.lines)
    }

    private func limit(_ exchange: Exchange, _ terms: RunTerms) {
        let deadline = min(terms.deadline ?? exchange.deadline, exchange.deadline)
        let connectDeadline = min(terms.connectDeadline ?? exchange.connectDeadline ?? deadline, deadline)
        guard deadline != self.deadline || connectDeadline != self.connectDeadline else { return }
        (self.deadline, self.connectDeadline) = (deadline, connectDeadline)
        easy.set(CURLOPT_TIMEOUT_MS, deadline)
        easy.set(CURLOPT_CONNECTTIMEOUT_MS, connectDeadline)
        // Also bounds the wait for the server's goodbye, which the transfer's deadline does not, and which holds up the loop.
        if shape.traits.kind == .mail { easy.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, deadline / 1000)) }
    }

    private func agree(on terms: RunTerms) {
        if terms.isFresh != isFresh {
            isFresh = terms.isFresh
            if shape.mayReuse { easy.set(CURLOPT_FRESH_CONNECT, terms.isFresh ? 1 : 0) }
            // A resumed session proves less, and shows no chain.
            if shape.request.tls.resumes { easy.set(CURLOPT_SSL_SESSIONID_CACHE, terms.isFresh ? 0 : 1) }
        }
        guard terms.isKept != isKept else { return }
        isKept = terms.isKept
        if shape.mayReuse { easy.set(CURLOPT_FORBID_REUSE, terms.isKept ? 0 : 1) }
    }
}

extension TransferShape {
    /// Whether a run may take over the connection of one before it.
    var mayReuse: Bool { traits.kind != .connection && request.connection == .reuse }
}

extension TransferError {
    fileprivate static func refused(_ refused: (option: CURLoption, code: CURLcode)) -> TransferError {
        let text = String(cString: curl_easy_strerror(refused.code))
        return .invalid("libcurl refuses option \(refused.option.rawValue) of this request: \(text)")
    }
}
