/// Whoever performs transfers: `TransferLoop` in life.
public protocol Transport: Sendable {
    /// Performs the request; cancelling the task cancels the transfer.
    func perform(_ request: TransferRequest) async throws(TransferError) -> TransferResponse
}
