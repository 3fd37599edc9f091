/// Why a transfer brought no response, by whose fault it is.
public struct TransferError: Error, Sendable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        // The peer, or the path right before it
        case timedOut
        case connectionRefused
        case connectionReset
        case hostUnreachable
        case tlsFailed
        case certificateInvalid
        case bodyTooLarge
        case tooManyRedirects
        /// The answer is not HTTP, or is broken HTTP.
        case protocolViolation
        // Us, our network or our resolver
        case networkUnreachable
        case resolutionFailed
        case outOfDescriptors
        case invalidRequest
        case cancelled
        /// The loop was shut down.
        case shutDown
        case internalFault
    }

    public var kind: Kind
    /// One bounded line for people; no header, no body, no credential.
    public var message: String
    public var trace: TransferTrace

    public init(kind: Kind, message: String, trace: TransferTrace = TransferTrace()) {
        self.kind = kind
        self.message = message
        self.trace = trace
    }
}

extension TransferError: CustomStringConvertible {
    public var description: String { message }
}
