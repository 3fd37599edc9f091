import Transfer

extension TransferError {
    /// Whether it is certain that the request never reached the provider, so that it was not taken.
    ///
    /// That holds where no connection came to stand, or TLS was not finished on it: not a byte of the request leaves
    /// before. It rests on requests that act having a fresh connection each. A time-out proves nothing even before
    /// that: it is treated as every lost answer.
    var provesNothingWasSent: Bool {
        switch kind {
        case .resolutionFailed, .connectionRefused, .networkUnreachable, .hostUnreachable, .outOfDescriptors:
            !trace.didConnect && !trace.peerAnswered
        case .certificateInvalid, .tlsFailed, .invalidRequest:
            trace.tlsDone == 0 && !trace.peerAnswered
        case .timedOut, .connectionReset, .bodyTooLarge, .tooManyRedirects, .protocolViolation, .cancelled, .shutDown,
            .internalFault:
            false
        }
    }

    /// Whether a read may fare better a moment later.
    var isWorthRepeating: Bool {
        switch kind {
        case .timedOut, .connectionRefused, .connectionReset, .hostUnreachable, .networkUnreachable, .resolutionFailed,
            .tlsFailed, .protocolViolation:
            true
        case .certificateInvalid, .bodyTooLarge, .tooManyRedirects, .outOfDescriptors, .invalidRequest, .cancelled,
            .shutDown, .internalFault:
            false
        }
    }
}
