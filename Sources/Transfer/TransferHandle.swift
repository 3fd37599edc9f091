/// A transfer under way, for whoever wants to call it off.
public struct TransferHandle: Sendable {
    let mailbox: Mailbox
    let exchange: Exchange
    let ticket: UInt64

    /// Ends the transfer with `cancelled`; does nothing once it has ended. From any thread, any number of times.
    public func cancel() {
        mailbox.post(.cancel(exchange, ticket))
    }
}

/// Called once, on the loop's thread: whatever it does, all other transfers wait for it.
public typealias TransferCompletion = @Sendable (Result<TransferResponse, TransferError>) -> Void
