import CLibcurl

/// Turns a shape into libcurl's options. Each is set once a seat, for all its runs; `Seat.board` adds a run's own.
struct EasySetup {
    let easy: EasyHandle
    let shape: TransferShape

    private var traits: TransferTraits { shape.traits }
    private var request: TransferRequest { shape.request }

    func apply() {
        setTarget()
        setLimits()
        setConnection()
        if traits.usesTLS || request.envelope?.requiresTLS == true { setTLS() }
        switch traits.kind {
        case .http: setHTTP()
        case .connection: setConnectOnly()
        case .mail: MailSetup(easy: easy, shape: shape).apply()
        }
    }

    private func setTarget() {
        easy.set(CURLOPT_PROTOCOLS_STR, traits.kind == .mail ? "smtp,smtps" : "http,https")
        easy.set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        easy.set(CURLOPT_IPRESOLVE, ipResolve)
        // An empty string, unlike nil, keeps libcurl from reading the environment's proxies.
        easy.set(CURLOPT_PROXY, request.proxy ?? "")
        easy.set(CURLOPT_NOPROXY, request.proxy == nil ? "*" : "")
    }

    private var ipResolve: Int {
        switch request.family {
        case .any: Int(CURL_IPRESOLVE_WHATEVER)
        case .v4: Int(CURL_IPRESOLVE_V4)
        case .v6: Int(CURL_IPRESOLVE_V6)
        }
    }

    private func setLimits() {
        easy.set(CURLOPT_NOSIGNAL, 1)
        // libcurl's own is of 16 kB, for as long as a run is under way: 27.0 kB of each that waits came to 14.7.
        easy.set(CURLOPT_BUFFERSIZE, 4 << 10)
        // Without it libcurl joins the thread of a resolver that hangs when it gives a transfer up, and with that thread
        // every other transfer would wait, for as long as the resolver retries.
        easy.set(CURLOPT_QUICK_EXIT, 1)
        // Nothing is cached: each new connection to a name resolves it afresh, as a daemon must that runs for months, and
        // libcurl's walk over the whole cache at every lookup and every end of a transfer finds it empty. Literal addresses
        // never reach the resolver. With -1 the walk is saved as well, but a name would be resolved once for good.
        easy.set(CURLOPT_DNS_CACHE_TIMEOUT, 0)
    }

    private func setConnection() {
        // A request of one segment waits for no acknowledgement of an earlier one: a system call less.
        if !traits.usesTLS, request.body == nil, traits.kind == .http { easy.set(CURLOPT_TCP_NODELAY, 0) }
        guard request.connection == .fresh || traits.kind == .connection else { return }
        easy.set(CURLOPT_FRESH_CONNECT, 1)
        // A mere connection must outlive its transfer, for the greeting; it is closed, not kept, when its handle is taken
        // off the loop.
        if traits.kind != .connection { easy.set(CURLOPT_FORBID_REUSE, 1) }
    }

    private func setTLS() {
        let tls = request.tls
        easy.set(CURLOPT_SSL_VERIFYPEER, tls.verify ? 1 : 0)
        easy.set(CURLOPT_SSL_VERIFYHOST, tls.verify ? 2 : 0)
        if let caFile = tls.caFile { easy.set(CURLOPT_CAINFO, caFile) }
        // libcurl keeps the parsed authorities for the loop's next transfers only while no directory of them is set, as
        // Debian's build has by default. Measured: parsing the system's takes 18 ms of CPU, a probe without 0.45 ms. It
        // keeps one set: transfers with differing files take turns at parsing. After an hour a renewed file is read.
        easy.set(CURLOPT_CAPATH, nil)
        easy.set(CURLOPT_CA_CACHE_TIMEOUT, 3600)
        if tls.wantsCertificates { easy.set(CURLOPT_CERTINFO, 1) }
        // A resumed session proves less, and shows no chain.
        if !tls.resumes { easy.set(CURLOPT_SSL_SESSIONID_CACHE, 0) }
    }

    private func setConnectOnly() {
        easy.set(CURLOPT_CONNECT_ONLY, 1)
        // The server may speak anything: no protocol is offered, and a proxy has to open a tunnel.
        easy.set(CURLOPT_SSL_ENABLE_ALPN, 0)
        if request.proxy != nil { easy.set(CURLOPT_HTTPPROXYTUNNEL, 1) }
    }

    private func setHTTP() {
        // One connection an exchange anyway, so that HTTP/2 would only add its preface and settings.
        easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        // Reads Last-Modified.
        easy.set(CURLOPT_FILETIME, 1)
        if request.maxRedirects > 0 {
            // libcurl sends Authorization and Cookie headers on only to the same scheme, host and port.
            easy.set(CURLOPT_FOLLOWLOCATION, 1)
            easy.set(CURLOPT_MAXREDIRS, request.maxRedirects)
        }
        setMethod()
        if let lines = shape.lines { easy.set(CURLOPT_HTTPHEADER, list: lines) }
    }

    private func setMethod() {
        if let body = shape.body {
            easy.setBody(body)
            if request.method != "POST" { easy.set(CURLOPT_CUSTOMREQUEST, request.method) }
            return
        }
        switch request.method {
        case "GET": break
        case "HEAD": easy.set(CURLOPT_NOBODY, 1)
        default: easy.set(CURLOPT_CUSTOMREQUEST, request.method)
        }
    }
}
