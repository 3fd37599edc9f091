/// A request made ready once and started many times, one run at a time: what a probe keeps.
///
/// The URL is parsed, options and header lists are built, and libcurl's handle stays allocated between runs.
public final class PreparedTransfer: Sendable {
    public let request: TransferRequest
    let exchange: Exchange

    /// Fails with `invalidRequest`, naming what is wrong.
    public init(_ request: TransferRequest) throws(TransferError) {
        self.request = request
        exchange = try Exchange(request)
        exchange.isPrepared = true
    }
}

/// One start of a batch.
public struct TransferStart: Sendable {
    public var transfer: PreparedTransfer
    public var terms: RunTerms
    public var completion: TransferCompletion

    public init(
        _ transfer: PreparedTransfer,
        terms: RunTerms = RunTerms(),
        completion: @escaping TransferCompletion
    ) {
        self.transfer = transfer
        self.terms = terms
        self.completion = completion
    }
}
