import CLibcurl

/// Connections that stand and whose peers are to speak first. libcurl has finished with them, so that their deadlines are
/// ours to keep.
struct Greetings {
    /// By socket.
    var waiting: [Int32: Exchange] = [:]
    var deadlines = DeadlineQueue()
}

extension Reactor {
    func awaitGreeting(_ exchange: Exchange) {
        guard let socket = exchange.easy.activeSocket else { return fail(exchange, code: CURLE_RECV_ERROR) }
        exchange.run.greetingSocket = socket
        greetings.waiting[socket] = exchange
        let deadline = exchange.run.startedAt + UInt64(exchange.request.deadline) * 1_000_000
        greetings.deadlines.add(DeadlineQueue.Entry(at: deadline, ticket: exchange.ticket, exchange: exchange))
        epoll.watch(socket, for: EpollSet.Mask.readable)
        // TLS may hold bytes already that no readiness will tell of.
        readGreeting(exchange)
    }

    /// Reads until enough has come, nothing more is there, or the peer has closed: then what came is the greeting.
    func readGreeting(_ exchange: Exchange) {
        let wanted = exchange.request.greetingBytes
        while exchange.run.body.count < wanted {
            let (code, chunk) = receive(from: exchange, atMost: wanted - exchange.run.body.count)
            switch code {
            case CURLE_AGAIN: return
            case CURLE_OK where chunk.isEmpty && exchange.run.body.isEmpty:
                return fail(exchange, code: CURLE_GOT_NOTHING)
            case CURLE_OK where chunk.isEmpty: return succeed(exchange)
            case CURLE_OK: note(chunk, of: exchange)
            default: return fail(exchange, code: code)
            }
        }
        succeed(exchange)
    }

    func endOverdueGreetings() {
        guard greetings.deadlines.next != nil else { return }
        let now = SteadyClock.now()
        while let entry = greetings.deadlines.takeDue(now: now) {
            guard entry.exchange.ticket == entry.ticket, entry.exchange.run.greetingSocket != nil else { continue }
            guard entry.exchange.slot != nil else { continue }
            fail(entry.exchange, code: CURLE_OPERATION_TIMEDOUT)
        }
    }

    /// Before libcurl closes the connection, so that the number is not watched when it comes back as another's.
    func forgetGreeting(of exchange: Exchange) {
        guard let socket = exchange.run.greetingSocket else { return }
        greetings.waiting[socket] = nil
        epoll.watch(socket, for: 0)
    }

    private func note(_ chunk: ArraySlice<UInt8>, of exchange: Exchange) {
        if exchange.run.greetingBeganAt == 0 { exchange.run.greetingBeganAt = SteadyClock.now() }
        exchange.run.body.append(contentsOf: chunk)
        exchange.run.bodyBytes += chunk.count
    }

    private func receive(from exchange: Exchange, atMost count: Int) -> (CURLcode, ArraySlice<UInt8>) {
        var buffer = [UInt8](repeating: 0, count: min(count, 4096))
        var received = 0
        let code = curl_easy_recv(exchange.easy.raw, &buffer, buffer.count, &received)
        return (code, buffer.prefix(received))
    }
}
