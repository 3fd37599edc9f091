import CLibcurl
import Glibc

/// What runs on the loop's thread: libcurl's multi handle, driven by epoll through `curl_multi_socket_action`.
///
/// `curl_multi_poll` was measured beside it (Benchmarks/reference/http_loop, CPU µs a fresh probe on loopback, saturated and
/// at 1,000 a second). With nothing else under way it is as good or better, 57 against 60 and 90 against 90, for it needs no
/// epoll_ctl. But every wake-up walks all that is under way: beside 1,000 transfers that wait for silent peers, which is
/// when a watchdog matters, it took 145 against 70 and 459 against 101.
final class Reactor {
    let mailbox: Mailbox
    let multi: UnsafeMutableRawPointer
    var epoll: EpollSet
    /// When libcurl wants to be called though no socket is ready; nil: not at all.
    var timerAt: UInt64?
    private var commands: [Mailbox.Command] = []
    private var underWay: [Seat] = []
    var reserve = SeatReserve()
    var greetings = Greetings()
    private var lodging: Lodging?
    var kept: [KeptConnections] = []
    /// By socket: whose connection it is, where its close may be an abrupt one.
    var makers: [Seat?] = []

    init?(mailbox: Mailbox) {
        guard mailbox.wakeUp >= 0, let epoll = EpollSet(capacity: 256), let multi = curl_multi_init() else {
            return nil
        }
        self.mailbox = mailbox
        self.epoll = epoll
        self.multi = multi
        installCallbacks()
    }

    deinit {
        // While the sockets' ends can still be told.
        kept.forEach { $0.close() }
        curl_multi_cleanup(multi)
    }

    /// Until the mailbox is closed; then everything under way fails with `shutDown`.
    func run() {
        epoll.watchEdges(of: mailbox.wakeUp)
        var isOpen = true
        while isOpen {
            serveLodger()
            isOpen = mailbox.take(into: &commands)
            commands.forEach(obey)
            if isOpen { turn() }
        }
        while let seat = underWay.last, let exchange = seat.exchange {
            end(exchange, on: seat, with: .failure(.shutDown))
        }
    }

    // MARK: One turn

    private func turn() {
        // What was just added is due at once: libcurl starts the whole batch in one call.
        fireTimerIfDue()
        collect()
        let count = epoll.wait(timeout: mailbox.beginSleep() ? timeout() : 0)
        mailbox.endSleep()
        for index in 0..<count { handle(epoll.event(index)) }
        fireTimerIfDue()
        collect()
        endOverdueGreetings()
    }

    /// Milliseconds until the next deadline, rounded up so that it has passed when epoll returns; -1: none.
    private func timeout() -> Int32 {
        let next = min(timerAt ?? .max, greetings.deadlines.next ?? .max, lodging?.dueAt ?? .max)
        guard next < .max else { return -1 }
        let now = SteadyClock.now()
        return next <= now ? 0 : Int32(clamping: (next - now + 999_999) / 1_000_000)
    }

    /// Before the mailbox is emptied: what the lodger starts is under way in the same turn.
    private func serveLodger() {
        guard let lodging else { return }
        let now = SteadyClock.now()
        guard lodging.dueAt <= now else { return }
        if reserve.lookThrough(now: now) { closeForgotten() }
        let wait = lodging.lodger.takeTurn()
        self.lodging = wait.map {
            Lodging(lodger: lodging.lodger, dueAt: SteadyClock.now() + UInt64(max(0, $0)) * 1_000_000)
        }
    }

    private func fireTimerIfDue() {
        guard let at = timerAt, at <= SteadyClock.now() else { return }
        timerAt = nil
        act(on: defib_curl_socket_timeout, mask: 0)
    }

    private func handle(_ event: EpollSet.Event) {
        if event.descriptor == mailbox.wakeUp { return }
        if let seat = greetings.waiting[event.descriptor], let exchange = seat.exchange {
            readGreeting(exchange, on: seat)
        } else if let ready = epoll.wanted(of: event) {
            var mask: Int32 = 0
            if ready & EpollSet.Mask.readable != 0 { mask |= CURL_CSELECT_IN }
            if ready & EpollSet.Mask.writable != 0 { mask |= CURL_CSELECT_OUT }
            // As readable and writable, so that libcurl makes the call that tells the error.
            if ready & EpollSet.Mask.trouble != 0 { mask |= CURL_CSELECT_IN | CURL_CSELECT_OUT }
            act(on: event.descriptor, mask: mask)
        }
        epoll.settle(after: event)
    }

    private func act(on socket: Int32, mask: Int32) {
        var running: Int32 = 0
        _ = curl_multi_socket_action(multi, socket, mask, &running)
    }

    /// Takes in what libcurl has finished.
    private func collect() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            var context: UnsafeMutableRawPointer?
            _ = defib_curl_getinfo_pointer(message.pointee.easy_handle, CURLINFO_PRIVATE, &context)
            let code = defib_curl_msg_result(message)
            guard let seat = Callbacks.seat(context), let exchange = seat.exchange else { continue }
            finish(exchange, on: seat, code: code)
        }
    }

    // MARK: Commands

    private func obey(_ command: Mailbox.Command) {
        switch command {
        case .start(let exchange, let ticket, let terms, let completion):
            start(exchange, ticket: ticket, terms, completion)
        case .cancel(let exchange, let ticket): cancel(exchange, ticket: ticket)
        case .lodge(let lodger): lodging = Lodging(lodger: lodger, dueAt: 0)
        case .refuse(let error, let completion): completion(.failure(error))
        }
    }

    private func start(
        _ exchange: Exchange,
        ticket: UInt64,
        _ terms: RunTerms,
        _ completion: @escaping TransferCompletion
    ) {
        guard exchange.seat == nil else {
            return completion(.failure(.invalid("this prepared transfer is still under way; one run at a time")))
        }
        guard exchange.cancelledTicket != ticket else { return completion(.failure(.cancelled)) }
        exchange.ticket = ticket
        do {
            let seat = try seat(for: exchange)
            exchange.completion = completion
            seat.board(exchange, terms)
            setOut(exchange, on: seat)
        } catch {
            completion(.failure(error))
        }
    }

    private func setOut(_ exchange: Exchange, on seat: Seat) {
        exchange.seat = seat
        seat.place = underWay.count
        underWay.append(seat)
        let code = curl_multi_add_handle(multi, seat.easy.raw)
        guard code != CURLM_OK else { return }
        let text = String(cString: curl_multi_strerror(code))
        let error = TransferError(kind: .internalFault, message: "libcurl takes no transfer: \(text)")
        end(exchange, on: seat, with: .failure(error))
    }

    private func cancel(_ exchange: Exchange, ticket: UInt64) {
        if exchange.ticket < ticket {
            exchange.cancelledTicket = ticket
        } else if exchange.ticket == ticket, let seat = exchange.seat {
            end(exchange, on: seat, with: .failure(.cancelled))
        }
    }

    // MARK: Ends

    /// Takes the exchange off libcurl and the books, then tells its owner. The owner may start it again from within.
    func end(_ exchange: Exchange, on seat: Seat, with result: Result<TransferResponse, TransferError>) {
        forgetGreeting(of: seat)
        curl_multi_remove_handle(multi, seat.easy.raw)
        if let last = underWay.popLast(), last !== seat {
            underWay[seat.place] = last
            last.place = seat.place
        }
        exchange.seat = nil
        giveBack(seat)
        let completion = exchange.completion
        exchange.completion = nil
        completion?(result)
    }
}

extension TransferError {
    static let cancelled = TransferError(kind: .cancelled, message: "cancelled")
    static let shutDown = TransferError(kind: .shutDown, message: "the transfer loop was shut down")
}
