import CLibcurl
import Glibc

/// Connections' sockets, from their making to their end, both of which libcurl leaves to us.
extension Reactor {
    /// Has libcurl tell this loop of the handle's sockets. Once an exchange, since it runs on one loop.
    func adopt(_ exchange: Exchange) {
        guard exchange.home !== self else { return }
        exchange.home = self
        if exchange.isPrepared, exchange.request.connection == .reuse { makeRoom() }
        let easy = exchange.easy
        // The reactor, since a kept connection outlives the exchange that made it.
        easy.set(CURLOPT_CLOSESOCKETDATA, pointer: UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque()))
        easy.note(
            defib_curl_setopt_closesocket(easy.raw) { context, socket in
                guard let context else { return close(socket) }
                return Unmanaged<Reactor>.fromOpaque(context).takeUnretainedValue().closed(socket)
            },
            CURLOPT_CLOSESOCKETFUNCTION
        )
    }

    /// One place a keeper: libcurl's own limit is four times what is under way, so that what waits for its next turn would be
    /// closed. Those of probes that are gone are closed by libcurl after two idle minutes.
    private func makeRoom() {
        keepers += 1
        guard keepers.isMultiple(of: 64) || keepers == 1 else { return }
        _ = defib_curl_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, keepers + 64)
    }

    func opened(_ socket: Int32, by exchange: Exchange) {
        epoll.adopt(socket)
        let index = Int(socket)
        if index >= makers.count { makers.append(contentsOf: repeatElement(nil, count: index + 64 - makers.count)) }
        makers[index] = exchange.mayAbort ? exchange : nil
    }

    private func closed(_ socket: Int32) -> Int32 {
        epoll.forget(socket)
        let index = Int(socket)
        if makers.indices.contains(index), let maker = makers[index] {
            if maker.hasWholeAnswer { abort(socket) }
            makers[index] = nil
        }
        return close(socket)
    }

    /// Has the close send a RST in place of a FIN, which leaves neither side a connection to wind up: 5 % of a bare probe's CPU.
    private func abort(_ socket: Int32) {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }
}

extension Exchange {
    /// Whether its connection may end with a RST. By then we have said `Connection: close` and read to the end of the answer,
    /// so that the peer has nothing to send and, as a rule, has closed already; no log of a server's tells of that. A RST
    /// would also throw away what is not yet sent: TLS's goodbye, for which peers do look.
    var mayAbort: Bool {
        endpoint.kind == .http && !endpoint.usesTLS && request.connection == .fresh && request.maxRedirects == 0
            && request.body == nil && request.proxy == nil
    }

    /// The answer's header has come and as much of a body as it announces.
    var hasWholeAnswer: Bool {
        run.headerBytes > 0 && easy.offset(CURLINFO_CONTENT_LENGTH_DOWNLOAD_T) == run.bodyBytes
    }
}
