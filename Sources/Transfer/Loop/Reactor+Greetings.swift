import CLibcurl

/// Connections that stand and whose peers are to speak first. libcurl has finished with them, so that their deadlines are
/// ours to keep.
struct Greetings {
    /// By socket.
    var waiting: [Int32: Seat] = [:]
    var deadlines = DeadlineQueue()
}

extension Reactor {
    func awaitGreeting(_ exchange: Exchange, on seat: Seat) {
        guard let socket = seat.easy.activeSocket else { return fail(exchange, on: seat, code: CURLE_RECV_ERROR) }
        seat.run.greetingSocket = socket
        greetings.waiting[socket] = seat
        let deadline = seat.run.startedAt + UInt64(exchange.deadline) * 1_000_000
        greetings.deadlines.add(DeadlineQueue.Entry(at: deadline, ticket: exchange.ticket, exchange: exchange))
        epoll.watch(socket, for: EpollSet.Mask.readable)
        // TLS may hold bytes already that no readiness will tell of.
        readGreeting(exchange, on: seat)
    }

    /// Reads until enough has come, nothing more is there, or the peer has closed: then what came is the greeting.
    func readGreeting(_ exchange: Exchange, on seat: Seat) {
        let wanted = seat.shape.request.greetingBytes
        while seat.run.body.count < wanted {
            let (code, chunk) = receive(from: seat, atMost: wanted - seat.run.body.count)
            switch code {
            case CURLE_AGAIN: return
            case CURLE_OK where chunk.isEmpty && seat.run.body.isEmpty:
                return fail(exchange, on: seat, code: CURLE_GOT_NOTHING)
            case CURLE_OK where chunk.isEmpty: return succeed(exchange, on: seat)
            case CURLE_OK: note(chunk, of: seat)
            default: return fail(exchange, on: seat, code: code)
            }
        }
        succeed(exchange, on: seat)
    }

    func endOverdueGreetings() {
        guard greetings.deadlines.next != nil else { return }
        let now = SteadyClock.now()
        while let entry = greetings.deadlines.takeDue(now: now) {
            guard entry.exchange.ticket == entry.ticket, let seat = entry.exchange.seat else { continue }
            guard seat.run.greetingSocket != nil else { continue }
            fail(entry.exchange, on: seat, code: CURLE_OPERATION_TIMEDOUT)
        }
    }

    /// Before libcurl closes the connection, so that the number is not watched when it comes back as another's.
    func forgetGreeting(of seat: Seat) {
        guard let socket = seat.run.greetingSocket else { return }
        greetings.waiting[socket] = nil
        epoll.watch(socket, for: 0)
    }

    private func note(_ chunk: ArraySlice<UInt8>, of seat: Seat) {
        if seat.run.greetingBeganAt == 0 { seat.run.greetingBeganAt = SteadyClock.now() }
        seat.run.body.append(contentsOf: chunk)
        seat.run.bodyBytes += chunk.count
    }

    private func receive(from seat: Seat, atMost count: Int) -> (CURLcode, ArraySlice<UInt8>) {
        var buffer = [UInt8](repeating: 0, count: min(count, 4096))
        var received = 0
        let code = curl_easy_recv(seat.easy.raw, &buffer, buffer.count, &received)
        return (code, buffer.prefix(received))
    }
}
