import CLibcurl

/// What transfers have in common that differ in nothing but where they go and how long they may take: ten thousand probes made
/// from one template have one shape. libcurl's options are set once for a seat of that shape, and a run adds its own few.
///
/// Measured: a seat lent to the next run costs 285 instructions of libcurl's (its URL), one made ready from
/// `curl_easy_reset` 6,300, a new one 12,800; and a handle kept for each probe 11 kB.
///
/// Sendable unchecked: it never changes, but for `idle`, which the loop's thread alone touches.
final class TransferShape: @unchecked Sendable {
    let traits: TransferTraits
    /// Of the traits.
    let request: TransferRequest
    /// The loop that lends its seats; nil: they are nobody else's.
    let lender: Mailbox?
    /// Header lines but for the host's, or a mail's recipients.
    let lines: LineList?
    /// What is sent as the body, where libcurl finds it.
    let body: UnsafeBufferPointer<UInt8>?
    /// A connection of its may end with a RST. By then we have said `Connection: close` and read to the end of the answer, so
    /// that the peer has nothing to send and, as a rule, has closed already; no log of a server's tells of that. A RST would
    /// also throw away what is not yet sent: TLS's goodbye, for which peers do look.
    let mayAbort: Bool

    /// The lender's alone: seats that wait for a run.
    var idle: [Seat] = []
    /// How many of them no run needed since the reserve was last looked through.
    var spare = 0
    /// Among those that the reserve looks through.
    var isListed = false

    init(_ traits: TransferTraits, lender: Mailbox?) {
        self.traits = traits
        self.lender = lender
        request = traits.request
        lines = LineList(TransferShape.lines(traits))
        body = traits.kind == .http ? TransferShape.sent(request) : nil
        mayAbort =
            traits.kind == .http && !traits.usesTLS && request.connection == .fresh && request.maxRedirects == 0
            && request.body == nil && request.proxy == nil
    }

    deinit {
        body?.deallocate()
    }

    private static func lines(_ traits: TransferTraits) -> [String] {
        switch traits.kind {
        case .http: HeaderLines(request: traits.request).lines
        case .connection: []
        case .mail: (traits.request.envelope?.recipients ?? []).map { "<\($0)>" }
        }
    }

    /// A POST has one, if an empty one.
    private static func sent(_ request: TransferRequest) -> UnsafeBufferPointer<UInt8>? {
        guard let bytes = request.body ?? (request.method == "POST" ? [] : nil) else { return nil }
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, bytes.count))
        _ = copy.initialize(from: bytes)
        return UnsafeBufferPointer(rebasing: copy[..<bytes.count])
    }
}
