import CLibcurl

/// Reads off a handle how far its transfer got.
enum TraceReader {
    static func read(_ exchange: Exchange, on seat: Seat, code: CURLcode) -> TransferTrace {
        let easy = seat.easy
        var trace = TransferTrace()
        trace.resolved = easy.offset(CURLINFO_NAMELOOKUP_TIME_T)
        trace.connected = easy.offset(CURLINFO_CONNECT_TIME_T)
        trace.firstByte = easy.offset(CURLINFO_STARTTRANSFER_TIME_T)
        trace.total = easy.offset(CURLINFO_TOTAL_TIME_T)
        trace.status = easy.long(CURLINFO_RESPONSE_CODE)
        trace.attempted = seat.run.attempted
        trace.peerAnswered = didAnswer(seat, trace: trace, code: code)
        if trace.connected == 0, seat.run.tlsBeganAt > 0 {
            trace.connected = Int(seat.run.tlsBeganAt - seat.run.startedAt) / 1000
        }
        trace.isReused =
            seat.shape.request.connection == .reuse && seat.run.attempted == nil && easy.primaryAddress != nil
        // A kept connection takes no time to connect, yet it stands.
        if trace.connected == 0, trace.peerAnswered { trace.connected = 1 }
        if trace.didConnect { trace.remote = easy.primaryAddress ?? trace.attempted }
        if seat.shape.request.maxRedirects > 0 {
            trace.redirects = easy.long(CURLINFO_REDIRECT_COUNT)
            trace.firstRemote = seat.run.firstAnswerer
        }
        if trace.status > 0 { readHeader(easy, into: &trace) }
        if seat.shape.traits.usesTLS || trace.redirects > 0 { readTLS(exchange, on: seat, into: &trace) }
        readGreeting(seat.run, into: &trace)
        return trace
    }

    private static func readHeader(_ easy: EasyHandle, into trace: inout TransferTrace) {
        trace.contentLength = hasNoBody(trace.status) ? 0 : Int64(easy.offset(CURLINFO_CONTENT_LENGTH_DOWNLOAD_T))
        let modified = easy.offset(CURLINFO_FILETIME_T)
        trace.lastModified = modified > 0 ? Int64(modified) : nil
        trace.httpVersion = httpVersion(easy.long(CURLINFO_HTTP_VERSION))
        trace.endsInRedirect = easy.has(CURLINFO_REDIRECT_URL)
    }

    /// RFC 9110 §6.4.1.
    private static func hasNoBody(_ status: Int) -> Bool { status == 204 || status == 304 }

    private static func httpVersion(_ number: Int) -> UInt8? {
        switch number {
        case Int(CURL_HTTP_VERSION_1_0): 10
        case Int(CURL_HTTP_VERSION_1_1): 11
        case Int(CURL_HTTP_VERSION_2_0): 20
        case Int(CURL_HTTP_VERSION_3): 30
        default: nil
        }
    }

    private static func readTLS(_ exchange: Exchange, on seat: Seat, into trace: inout TransferTrace) {
        trace.tlsDone = seat.easy.offset(CURLINFO_APPCONNECT_TIME_T)
        trace.peerSpokeTLS = seat.run.peerSpokeTLS || trace.tlsDone > 0
        trace.isEncrypted =
            (trace.tlsDone > 0 || trace.isReused) && seat.easy.string(CURLINFO_SCHEME)?.lowercased() == "https"
        trace.tlsVersion = trace.isEncrypted ? seat.run.tlsVersion : nil
        if seat.shape.request.tls.wantsCertificates { trace.certificates = CertificateChain.read(seat.easy) }
        if trace.isEncrypted { readShown(exchange, into: &trace) }
    }

    /// A run without a handshake, or with a short one, sees no chain: then that of the full one holds, for it is the same
    /// connection's or session's.
    private static func readShown(_ exchange: Exchange, into trace: inout TransferTrace) {
        if trace.tlsVersion == nil { trace.tlsVersion = exchange.shown?.tlsVersion }
        if trace.certificates.isEmpty {
            trace.certificates = exchange.shown?.certificates ?? []
        } else if exchange.keepsSomething {
            exchange.shown = Exchange.Shown(certificates: trace.certificates, tlsVersion: trace.tlsVersion)
        }
    }

    /// libcurl notes the first byte's time at an end of stream as well, and then reports that it got nothing. Bytes that do
    /// not make up a header line yet reach no callback, but count.
    private static func didAnswer(_ seat: Seat, trace: TransferTrace, code: CURLcode) -> Bool {
        guard seat.shape.traits.kind != .connection else { return seat.run.greetingBeganAt > 0 }
        return seat.run.headerBytes > 0 || trace.firstByte > 0 && code != CURLE_GOT_NOTHING
    }

    private static func readGreeting(_ run: Run, into trace: inout TransferTrace) {
        guard run.greetingSocket != nil else { return }
        trace.total = Int(SteadyClock.now() - run.startedAt) / 1000
        if run.greetingBeganAt > 0 { trace.firstByte = Int(run.greetingBeganAt - run.startedAt) / 1000 }
    }
}
