import CLibcurl
import Glibc

/// Connections' sockets, from their making to their end, both of which libcurl leaves to us.
extension Reactor {
    /// Has libcurl tell this loop of the seat's sockets. Once a seat, as a rule.
    func adopt(_ seat: Seat) {
        let home = Unmanaged.passUnretained(self)
        guard seat.home?.toOpaque() != home.toOpaque() else { return }
        seat.home = home
        let easy = seat.easy
        // The reactor, since a kept connection outlives the run that made it.
        easy.set(CURLOPT_CLOSESOCKETDATA, pointer: home.toOpaque())
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
    func makeRoom(for exchange: Exchange) {
        exchange.isKeeper = true
        keepers += 1
        guard keepers.isMultiple(of: 64) || keepers == 1 else { return }
        _ = defib_curl_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, keepers + 64)
    }

    func opened(_ socket: Int32, by seat: Seat) {
        epoll.adopt(socket)
        let index = Int(socket)
        if index >= makers.count { makers.append(contentsOf: repeatElement(nil, count: index + 64 - makers.count)) }
        makers[index] = seat.shape.mayAbort ? seat : nil
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
