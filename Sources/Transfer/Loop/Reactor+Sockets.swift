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

    /// Where the exchange's connections are kept: beside those of the exchange that was first started before it.
    func keep(_ exchange: Exchange) {
        guard exchange.kept?.owner !== mailbox else { return }
        if let last = kept.last, last.join() {
            exchange.kept = last
        } else {
            let place = KeptConnections(owner: mailbox)
            _ = place.join()
            kept.append(place)
            exchange.kept = place
        }
    }

    /// Closes what was kept for transfers that are gone.
    func closeForgotten() {
        var index = 0
        while index < kept.count {
            guard isKnownUniquelyReferenced(&kept[index]) else {
                index += 1
                continue
            }
            kept.remove(at: index).close()
        }
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
