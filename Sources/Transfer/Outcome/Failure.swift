import CLibcurl
import Glibc

/// Tells a failed transfer's kind from libcurl's code, the system's error and how far it got, and says it in plain words.
struct Failure {
    let exchange: Exchange
    let seat: Seat
    let code: CURLcode
    let trace: TransferTrace

    var error: TransferError {
        let kind = kind
        return TransferError(kind: kind, message: FailureMessage(failure: self, kind: kind).text, trace: trace)
    }

    var kind: TransferError.Kind {
        if isRefusedMail { return .protocolViolation }
        return switch code {
        case CURLE_OPERATION_TIMEDOUT: timeoutKind
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .resolutionFailed
        case CURLE_COULDNT_CONNECT: connectKind
        case CURLE_RECV_ERROR, CURLE_SEND_ERROR: streamKind
        case CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE: .connectionReset
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH:
            .certificateInvalid
        case CURLE_SSL_CONNECT_ERROR: handshakeKind
        case CURLE_SSL_CIPHER, CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED: .tlsFailed
        case CURLE_TOO_MANY_REDIRECTS: .tooManyRedirects
        case CURLE_WRITE_ERROR: refusedBytesKind
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_CHUNK_FAILED, CURLE_HTTP2: .protocolViolation
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT: trace.peerAnswered ? .protocolViolation : .invalidRequest
        case CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM: .invalidRequest
        case CURLE_LOGIN_DENIED: seat.shape.traits.kind == .mail ? .protocolViolation : .invalidRequest
        case CURLE_ABORTED_BY_CALLBACK: .cancelled
        default: .internalFault
        }
    }

    /// A mail server said no (4xx, 5xx), for which libcurl has many codes.
    var isRefusedMail: Bool {
        seat.shape.traits.kind == .mail && trace.status >= 400 && code != CURLE_USE_SSL_FAILED
            && code != CURLE_OPERATION_TIMEDOUT
    }

    /// Of the last failed socket call; meaningful beside the codes that come of one.
    var systemError: Int32 {
        seat.run.socketErrno != 0 ? seat.run.socketErrno : Int32(seat.easy.long(CURLINFO_OS_ERRNO))
    }

    var isResolving: Bool { trace.resolved == 0 && seat.run.attempted == nil && !trace.didConnect }

    private var timeoutKind: TransferError.Kind {
        guard isResolving else { return .timedOut }
        // A literal takes no time: the loop itself was so late that nothing was tried.
        let isName = exchange.endpoint.literal == nil && seat.address == nil || seat.shape.request.proxy != nil
        return isName ? .resolutionFailed : .internalFault
    }

    private var connectKind: TransferError.Kind {
        switch systemError {
        case ECONNREFUSED: .connectionRefused
        case ECONNRESET, EPIPE: .connectionReset
        case EHOSTUNREACH, EHOSTDOWN: .hostUnreachable
        case ETIMEDOUT: .timedOut
        // No route, no address of that family, forbidden by our own routing or firewall.
        case ENETUNREACH, ENETDOWN, EAFNOSUPPORT, EACCES, EPERM: .networkUnreachable
        // Descriptors, memory for sockets, local ports.
        case EMFILE, ENFILE, ENOBUFS, ENOMEM, EADDRNOTAVAIL, EAGAIN: .outOfDescriptors
        default: .internalFault
        }
    }

    /// On a connection that stood. The path may report late what it could have reported early.
    private var streamKind: TransferError.Kind {
        // libcurl's code for a broken chunk is the same as for a broken connection.
        if seat.easy.errorMessage.contains("chunked-encoding") { return .protocolViolation }
        return switch systemError {
        case EHOSTUNREACH, EHOSTDOWN: .hostUnreachable
        case ETIMEDOUT: .timedOut
        case ENETUNREACH, ENETDOWN: .networkUnreachable
        default: isTLSFault ? .tlsFailed : .connectionReset
        }
    }

    /// An alert or a broken record after the handshake, which with TLS 1.3 is when a client's certificate is refused.
    private var isTLSFault: Bool {
        seat.shape.traits.usesTLS && seat.easy.errorMessage.contains(":SSL routines:")
    }

    /// A connection that broke during the handshake reached no TLS decision. OpenSSL calls that a failed system call, or an
    /// unexpected end.
    private var handshakeKind: TransferError.Kind {
        let text = seat.easy.errorMessage
        let isBroken = ["SSL_ERROR_SYSCALL", "Connection reset", "unexpected eof", "SSL_ERROR_ZERO_RETURN"]
            .contains { text.contains($0) }
        return isBroken ? .connectionReset : .tlsFailed
    }

    private var refusedBytesKind: TransferError.Kind {
        if seat.run.isBodyTooLarge { return .bodyTooLarge }
        return seat.run.isHeaderTooLarge ? .protocolViolation : .internalFault
    }
}
