internal import Engine
internal import Transfer

/// What a receiver's answer means for a notification.
enum Delivery {
    static func outcome(of response: TransferResponse, _ redaction: Redaction, now: Timestamp) -> DeliveryOutcome {
        outcome(
            status: response.status,
            words: words(of: response, redaction),
            retryAfter: response.header("retry-after").flatMap { span($0, in: response, now: now) }
        )
    }

    /// The beginning of the body, for people.
    static func words(of response: TransferResponse, _ redaction: Redaction) -> String {
        redaction.line(String(decoding: response.body.prefix(200), as: UTF8.self))
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

    private static func outcome(status: Int, words: String, retryAfter: TimeSpan?) -> DeliveryOutcome {
        let line = words.isEmpty ? "answered \(status)" : "answered \(status): \(words)"
        switch status {
        case 200..<300: return .delivered
        case 408, 425, 429, 500..<600: return .failed(line, retryAfter: retryAfter)
        case 300..<400: return .refused("\(line); redirects are not followed, configure the final URL")
        case _: return .refused(line)
        }
    }

    /// RFC 9110 §10.2.3, at most a day. A date is reckoned from the one that the response itself bears, so that no clock but the
    /// peer's decides; from ours where it bears none.
    private static func span(_ text: String, in response: TransferResponse, now: Timestamp) -> TimeSpan? {
        let longest = TimeSpan.hours(24)
        if let seconds = Int64(text) { return seconds < 0 ? nil : .seconds(min(seconds, 86_400)) }
        guard let moment = HTTPDate.parse(text) else { return nil }
        let sent = response.header("date").flatMap(HTTPDate.parse) ?? now
        return min(max(moment - sent, .zero), longest)
    }
}
