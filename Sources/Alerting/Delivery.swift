internal import Engine
internal import Transfer

/// What a receiver's answer means for a notification.
enum Delivery {
    static func outcome(of response: TransferResponse, _ redaction: Redaction) -> DeliveryOutcome {
        outcome(
            status: response.status,
            words: redaction.line(String(decoding: response.body.prefix(200), as: UTF8.self)),
            retryAfter: response.header("retry-after")
        )
    }

    /// A receiver that said yes, and then more than we read, has taken the notification.
    static func outcome(of error: TransferError, _ redaction: Redaction) -> DeliveryOutcome {
        switch error.kind {
        case .bodyTooLarge where error.trace.status >= 200:
            outcome(status: error.trace.status, words: "", retryAfter: nil)
        case .invalidRequest:
            .refused(redaction.line(error.message))
        case .timedOut, .connectionRefused, .connectionReset, .hostUnreachable, .tlsFailed, .certificateInvalid,
            .bodyTooLarge, .tooManyRedirects, .protocolViolation, .networkUnreachable, .resolutionFailed,
            .outOfDescriptors, .cancelled, .shutDown, .internalFault:
            .failed(redaction.line(error.message), retryAfter: nil)
        }
    }

    private static func outcome(status: Int, words: String, retryAfter: String?) -> DeliveryOutcome {
        let line = words.isEmpty ? "answered \(status)" : "answered \(status): \(words)"
        switch status {
        case 200..<300: return .delivered
        case 408, 425, 429, 500..<600: return .failed(line, retryAfter: retryAfter.flatMap(Delivery.span))
        case 300..<400: return .refused("\(line); redirects are not followed, configure the final URL")
        case _: return .refused(line)
        }
    }

    /// RFC 9110 §10.2.3 in its form of seconds, at most a day; the form of a date is left to the outbox's own backoff.
    private static func span(_ text: String) -> TimeSpan? {
        guard let seconds = Int64(text), seconds >= 0 else { return nil }
        return .seconds(min(seconds, 86_400))
    }
}
