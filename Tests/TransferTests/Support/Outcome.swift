import Testing
import Transfer

/// The error that a request must end with.
func failure(
    of request: TransferRequest,
    on loop: TransferLoop,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws -> TransferError {
    do {
        let response = try await loop.perform(request)
        Issue.record("it succeeded with status \(response.status)", sourceLocation: sourceLocation)
        throw UnexpectedSuccess()
    } catch let error as TransferError {
        return error
    }
}

struct UnexpectedSuccess: Error {}
