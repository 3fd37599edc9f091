import CLibcurl
import Glibc

/// One line for people on a failed transfer. It names the host and the port, but no path or query, which may hold a secret.
struct FailureMessage {
    let failure: Failure
    let kind: TransferError.Kind

    private static let longest = 300

    private var exchange: Exchange { failure.exchange }
    private var seat: Seat { failure.seat }
    private var trace: TransferTrace { failure.trace }

    var text: String {
        let words = words
        // As nearly every one is: splitting by characters would cost ten times as much, for each probe of a fleet that went dark.
        let isPlain = words.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        if isPlain, words.utf8.count <= FailureMessage.longest { return words }
        let line = words.split(whereSeparator: \.isNewline).joined(separator: " ")
        return String(line.prefix(FailureMessage.longest))
    }

    private var words: String {
        switch kind {
        case .timedOut: timeout
        case .connectionRefused: "\(connect): connection refused"
        case .hostUnreachable: "\(connect): host unreachable, says the path to it"
        case .networkUnreachable: "\(connect): no network from here (\(systemText))"
        case .outOfDescriptors: "\(connect): this machine is out of sockets (\(systemText))"
        case .connectionReset: reset
        case .tlsFailed where failure.code == CURLE_USE_SSL_FAILED: "\(place) offers no STARTTLS"
        case .tlsFailed: "TLS with \(place) failed: \(libcurlText)"
        case .certificateInvalid: "certificate of \(place) is not valid: \(libcurlText)"
        case .bodyTooLarge: "\(place) sent a body of more than \(seat.shape.request.maxBodyBytes) bytes"
        case .tooManyRedirects: "\(place) redirects more than \(seat.shape.request.maxRedirects) times"
        case .protocolViolation: protocolViolation
        case .resolutionFailed: resolution
        case .invalidRequest: "request to \(place) cannot be made: \(libcurlText)"
        case .cancelled: "cancelled"
        case .shutDown: "the transfer loop was shut down"
        case .internalFault: failure.isResolving ? late : "transfer with \(place) failed: \(libcurlText)"
        }
    }

    private var timeout: String {
        guard trace.didConnect else { return "\(connect): no answer within \(phaseLimit)" }
        let connected = "connected after \(SpanText.text(microseconds: trace.connected))"
        if seat.shape.traits.usesTLS, trace.tlsDone == 0 {
            return "no TLS handshake within \(phaseLimit) (\(connected), \(place))"
        }
        if trace.peerAnswered {
            let begun = "first byte after \(SpanText.text(microseconds: trace.firstByte))"
            return "answer not complete within \(limit) (\(begun), \(seat.run.bodyBytes) bytes of body, \(place))"
        }
        if seat.shape.traits.kind == .mail { return "no answer within \(limit) (\(connected), \(place))" }
        let missing = seat.shape.traits.kind == .http ? "no HTTP response" : "no greeting"
        return "no answer within \(limit) (\(connected), \(missing))"
    }

    private var reset: String {
        guard trace.didConnect else { return "\(connect): connection reset" }
        if failure.code == CURLE_GOT_NOTHING { return "\(place) closed the connection without an answer" }
        if failure.code == CURLE_PARTIAL_FILE {
            return "\(place) closed the connection after \(seat.run.bodyBytes) bytes of an incomplete body"
        }
        let phase = seat.shape.traits.usesTLS && trace.tlsDone == 0 ? "during the TLS handshake" : detail
        return "\(place) broke the connection \(phase)"
    }

    private var detail: String {
        trace.peerAnswered ? "after \(seat.run.bodyBytes) bytes of body" : "before it answered"
    }

    private var protocolViolation: String {
        if seat.shape.traits.kind == .mail { return mailRefusal }
        if seat.run.isHeaderTooLarge {
            return "\(place) sent more than \(Seat.maxHeaderBytes) bytes of headers"
        }
        let what =
            (300..<400).contains(trace.status) ? "redirects to where we do not follow" : "did not answer in proper HTTP"
        return "\(place) \(what): \(libcurlText)"
    }

    /// The server's own line with its last code. What it said to our goodbye came later.
    private var mailRefusal: String {
        let lines = seat.run.header.split(whereSeparator: { $0 == 0x0D || $0 == 0x0A })
        let code = Array(String(trace.status).utf8)
        guard failure.isRefusedMail, let last = lines.last(where: { $0.starts(with: code) }) else {
            return "\(place): \(libcurlText)"
        }
        return "\(place) answered \(String(decoding: last, as: UTF8.self))"
    }

    private var resolution: String {
        let name = seat.shape.request.proxy == nil ? exchange.endpoint.host : "of the proxy"
        guard failure.code == CURLE_OPERATION_TIMEDOUT else { return "name \(name) cannot be resolved" }
        return "name \(name) not resolved within \(phaseLimit)"
    }

    private var late: String {
        "the deadline of \(limit) passed before the connection was begun: this process is too late"
    }

    private var connect: String { "connect to \(place)" }

    /// `203.0.113.7 port 80`, or `www.example.org (203.0.113.7) port 443`; through a proxy the address is the proxy's.
    private var place: String {
        let host = exchange.endpoint.host
        let address = trace.remoteAddress ?? trace.attemptedAddress
        let shown = address.map { $0 == host ? host : "\(host) (\($0))" } ?? host
        return "\(shown) port \(exchange.endpoint.port)"
    }

    private var limit: String { SpanText.text(microseconds: exchange.deadline * 1000) }

    /// Of resolving and connecting, TLS included.
    private var phaseLimit: String {
        SpanText.text(microseconds: failure.seat.connectDeadline * 1000)
    }

    private var systemText: String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { space in
            guard let start = space.baseAddress, strerror_r(failure.systemError, start, space.count) == 0 else {
                return "error \(failure.systemError)"
            }
            return String(cString: start)
        }
    }

    private var libcurlText: String {
        let own = seat.easy.errorMessage
        return own.isEmpty ? String(cString: curl_easy_strerror(failure.code)) : own
    }
}
