import Engine
import Glibc

/// The loop's thread: owns the rounds under way, sends their echoes, reads what comes back and keeps their deadlines.
final class EchoWorker {
    private let mailbox: EchoMailbox
    private let poller: Poller
    private let sockets: EchoSockets
    private let resolver = HostResolver()
    private let reader = DatagramReader()
    private let packet: UnsafeMutableRawBufferPointer
    private var random = RandomPool()
    private var rounds: [UInt64: EchoRound] = [:]
    private var deadlines = DeadlineHeap<UInt64>()

    /// Deadlines are put together to the end of such a stretch: one wake-up costs more than an echo.
    private static let tick: Int64 = 10_000_000

    /// Then deadlines and orders have their turn; epoll tells of what is left.
    private static let readsAtOnce = 256

    init(mailbox: EchoMailbox, poller: Poller, sockets: EchoSockets) {
        self.mailbox = mailbox
        self.poller = poller
        self.sockets = sockets
        let length = EchoPacket.headerBytes + EchoPacket.payloadLimits.upperBound
        packet = .allocate(byteCount: length, alignment: 16)
    }

    deinit {
        packet.deallocate()
    }

    /// Works until the mailbox is closed.
    func run() {
        while true {
            poller.wait(atMost: timeToNextDeadline()) { news in
                guard let socket = sockets.socket(of: news.descriptor) else { return }
                if news.hasError { readErrors(socket) }
                read(socket)
            }
            let (orders, isClosed) = mailbox.take()
            for order in orders { take(order) }
            guard !isClosed else { return endAll() }
            meetDeadlines(at: .now())
        }
    }

    // MARK: Orders

    private func take(_ order: EchoOrder) {
        switch order {
        case .start(let request): begin(request)
        case .resolved(let cookie, let answer): resolved(cookie, answer)
        }
    }

    private func begin(_ request: EchoRequest) {
        let round = EchoRound(request: request, startedAt: .now(), randomness: (random.next(), random.next()))
        rounds[round.cookie] = round
        if let literal = request.literal {
            send(round, to: literal, among: [literal])
        } else {
            deadlines.insert(round.cookie, at: round.deadline.count)
            resolver.resolve(request.host, family: request.family) { [mailbox, cookie = round.cookie] answer in
                mailbox.post([.resolved(cookie, answer)])
            }
        }
    }

    private func resolved(_ cookie: UInt64, _ answer: HostResolver.Answer) {
        guard let round = rounds[cookie] else { return }
        switch answer {
        case .failed(let reason):
            end(round, round.finding(unsent: .unknown(reason), at: .now()))
        case .addresses(let addresses):
            guard let address = addresses.first else { return }
            round.resolve(to: address, at: .now())
            send(round, to: address, among: addresses)
        }
    }

    private func send(_ round: EchoRound, to address: IPAddress, among addresses: [IPAddress]) {
        guard round.request.choose(from: addresses) != nil else {
            let reason = Reason(.internalFault, "\(address) is not of the family the probe asks for")
            return end(round, round.finding(unsent: .unknown(reason), at: .now()))
        }
        sendDue(round)
    }

    // MARK: Sending

    /// Sends what is due of the round and puts down when to come back to it.
    private func sendDue(_ round: EchoRound) {
        guard let target = round.target else { return }
        let now = Nanoseconds.now()
        switch sockets.socket(isV4: target.isV4, now: now) {
        case .failure(let failure):
            let reason = EchoAccess.reason(for: failure, isV4: target.isV4)
            end(round, round.finding(unsent: .unknown(reason), at: now))
        case .success(let socket):
            while let header = round.nextDue(at: now) { send(header, of: round, to: target, through: socket) }
            if round.isOver {
                end(round, round.finding(at: .now()))
            } else {
                deadlines.insert(round.cookie, at: round.nextDeadline.count)
            }
        }
    }

    private func send(
        _ header: EchoPacket.Header,
        of round: EchoRound,
        to target: IPAddress,
        through socket: EchoSocket
    ) {
        let payloadBytes = round.request.payloadBytes
        let length = EchoPacket.encode(
            header,
            cookie: round.cookie,
            payloadBytes: payloadBytes,
            isV4: target.isV4,
            into: packet
        )
        guard !transmit(length, to: target, through: socket) else { return round.wasSent(at: .now()) }
        // An error that came back for an earlier echo, perhaps another target's, fails the next call on the socket,
        // whomever that is for. Once those are read, a second failure is this echo's own.
        readErrors(socket)
        if transmit(length, to: target, through: socket) {
            round.wasSent(at: .now())
        } else {
            round.sendingFailed(errno)
        }
    }

    private func transmit(_ length: Int, to target: IPAddress, through socket: EchoSocket) -> Bool {
        target.withSocketAddress { address, size in
            sendto(socket.descriptor, packet.baseAddress, length, 0, address, size) == length
        }
    }

    // MARK: Receiving

    private func read(_ socket: EchoSocket) {
        for _ in 0..<EchoWorker.readsAtOnce {
            switch reader.read(from: socket, { accept($0, through: socket) }) {
            case .taken: continue
            case .interrupted: readErrors(socket)
            case .nothing: return
            }
        }
    }

    private func accept(_ datagram: DatagramReader.Datagram, through socket: EchoSocket) {
        let packet = datagram.packet
        guard let (header, cookie) = EchoPacket.decode(packet, type: socket.isV4 ? 0 : 129), let round = rounds[cookie],
            // A datagram socket's identifiers are the kernel's, and checked by it.
            socket.access == .datagram || header.identifier == round.identifier,
            EchoPacket.isIntact(packet, cookie: cookie, payloadBytes: round.request.payloadBytes)
        else { return }
        let now = Nanoseconds.now()
        round.answered(sequence: header.sequence, from: datagram.source, hopLimit: datagram.hopLimit, at: now)
        if round.isOver { end(round, round.finding(at: now)) }
    }

    private func readErrors(_ socket: EchoSocket) {
        while reader.readError(from: socket, { accept($0, isV4: socket.isV4) }) {}
    }

    private func accept(_ error: EchoError, isV4: Bool) {
        guard let (header, round) = find(error, isV4: isV4) else { return }
        round.failed(sequence: header.sequence, code: error.code, from: error.offender)
        if round.isOver { end(round, round.finding(at: .now())) }
    }

    /// Whose echo an error quotes. Old routers quote eight bytes of it alone, without the cookie: then by target and header.
    private func find(_ error: EchoError, isV4: Bool) -> (EchoPacket.Header, EchoRound)? {
        guard let (header, cookie) = EchoPacket.decodeQuoted(error.packet, type: isV4 ? 8 : 128) else { return nil }
        if let cookie {
            return rounds[cookie].flatMap { $0.target == error.destination ? (header, $0) : nil }
        }
        let round = rounds.values.first { round in
            round.target == error.destination && round.identifier == header.identifier
                && round.owns(sequence: header.sequence)
        }
        return round.map { (header, $0) }
    }

    // MARK: Deadlines

    /// Milliseconds, -1 for none. Deadlines of rounds that have ended are dropped here, so that they wake nobody.
    private func timeToNextDeadline() -> Int32 {
        while let first = deadlines.first, rounds[first.key] == nil {
            _ = deadlines.popFirst(notAfter: first.at)
        }
        guard let first = deadlines.first else { return -1 }
        let tick = EchoWorker.tick
        let end = (first.at + tick - 1) / tick * tick
        return Int32(clamping: max(0, (end - Nanoseconds.now().count + 999_999) / 1_000_000))
    }

    private func meetDeadlines(at now: Nanoseconds) {
        while let (_, cookie) = deadlines.popFirst(notAfter: now.count) {
            guard let round = rounds[cookie] else { continue }
            if round.target == nil, round.deadline <= now {
                let reason = Reason(.resolutionFailed, "\(round.request.host): the resolver did not answer in time")
                end(round, round.finding(unsent: .unknown(reason), at: now))
            } else if round.deadline <= now {
                end(round, round.finding(at: now))
            } else if round.nextDeadline <= now {
                sendDue(round)
            } else {
                deadlines.insert(cookie, at: round.nextDeadline.count)
            }
        }
    }

    private func end(_ round: EchoRound, _ finding: Finding) {
        rounds[round.cookie] = nil
        round.request.completion(finding)
    }

    private func endAll() {
        for round in rounds.values { round.request.completion(.shutDown) }
        rounds = [:]
    }
}
