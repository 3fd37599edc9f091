/// A request made ready once and started many times, one run at a time: what a probe keeps.
///
/// The URL is parsed and the rest checked. Of one made by `TransferLoop.prepare` that is all: libcurl's handle is lent to each run.
public struct PreparedTransfer: Sendable {
    let exchange: Exchange

    /// With a handle of its own, for good. Fails with `invalidRequest`, naming what is wrong.
    public init(_ request: TransferRequest) throws(TransferError) {
        self.init(exchange: try Exchange(request))
    }

    init(exchange: Exchange) {
        self.exchange = exchange
        exchange.isPrepared = true
    }

    /// Milliseconds, as the request has it.
    public var deadline: Int { exchange.deadline }
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
