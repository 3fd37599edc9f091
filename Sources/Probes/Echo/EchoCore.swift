import Engine
import Glibc

/// The rounds under way: sends what is due of them, reads what comes back and keeps their deadlines. For one thread at a
/// time; whoever has it takes what ended, lets go of it, and only then completes it.
struct EchoCore {
    var sockets: EchoSockets
    var table: EchoTable
    private var deadlines = DeadlineHeap<UInt64>()
    private var random = RandomPool()
    private let sender = EchoSender()
    let reader = DatagramReader()
    /// Rounds whose next deadline is to be put down once what is due of them was sent, unless they are over by then.
    private var touched: [UInt64] = []
    /// Through which sockets echoes left since.
    private var (usesV4, usesV6) = (false, false)
    private var ended: [Ending] = []

    /// A round that is over. To be completed without holding the core: a completion may start the next round.
    struct Ending: Sendable {
        let completion: @Sendable (Finding) -> Void
        let finding: Finding
    }

    /// What is left for the loop's thread of a start.
    enum Remainder {
        case nothing
        /// No such socket could be opened so far.
        case socket
        /// The name is to be resolved.
        case name(cookie: UInt64)
    }

    init(poller: Poller) {
        var random = RandomPool()
        let tag = UInt16(truncatingIfNeeded: random.next())
        table = EchoTable(tag: tag)
        sockets = EchoSockets(poller: poller, tag: tag)
    }

    var isIdle: Bool { table.count == 0 }

    mutating func takeEnded() -> [Ending] {
        defer { ended.removeAll() }
        return ended
    }

    // MARK: Starting

    /// Begins a round; what is due of it is sent by `settle`. `answer` is what is known of its name already.
    mutating func begin(
        _ request: EchoRequest,
        _ answer: NameAnswer?,
        mayOpen: Bool,
        now: Nanoseconds
    ) -> Remainder {
        if mayOpen { sockets.retry(at: now) }
        if !mayOpen, let target = request.settings.literal ?? answer?.first, !hasSocket(for: target) { return .socket }
        guard let slot = table.begin(request, at: now, random: random.next()), let round = table.rounds[slot] else {
            let finding = Finding(.unknown(Reason(.internalFault, "too many rounds of echoes are under way")))
            ended.append(Ending(completion: request.completion, finding: finding))
            return .nothing
        }
        reader.makeRoom(payloadBytes: request.settings.payloadBytes)
        if let literal = request.settings.literal {
            aim(slot, at: literal, now: now)
        } else if let answer {
            take(answer, for: slot, now: now)
        } else {
            deadlines.insert(round.cookie, at: round.deadline.count)
            return .name(cookie: round.cookie)
        }
        return .nothing
    }

    private func hasSocket(for target: IPAddress) -> Bool {
        switch sockets.socket(isV4: target.isV4) {
        case .success: true
        case .failure: false
        }
    }

    /// For the loop's thread.
    mutating func resolved(_ cookie: UInt64, _ answer: NameAnswer, now: Nanoseconds) {
        guard let slot = table.slot(of: cookie) else { return }
        sockets.retry(at: now)
        take(answer, for: slot, now: now)
    }

    private mutating func take(_ answer: NameAnswer, for slot: Int, now: Nanoseconds) {
        switch answer {
        case .failed(let reason):
            end(slot, unsent: .unknown(reason), at: now)
        case .addresses(let addresses, let isStale):
            guard let address = addresses.first else { return }
            table.rounds[slot]?.resolve(to: address, isOld: isStale, at: now)
            aim(slot, at: address, now: now)
        }
    }

    private mutating func aim(_ slot: Int, at address: IPAddress, now: Nanoseconds) {
        guard let settings = table.rounds[slot]?.request.settings else { return }
        if settings.allows(address) { return sendDue(slot, now: now) }
        end(
            slot,
            unsent: .unknown(Reason(.internalFault, "\(address) is not of the family the probe asks for")),
            at: now
        )
    }

    // MARK: Sending

    private mutating func sendDue(_ slot: Int, now: Nanoseconds) {
        guard let target = table.rounds[slot]?.target, let cookie = table.rounds[slot]?.cookie else { return }
        guard case .failure(let failure) = sockets.socket(isV4: target.isV4) else {
            while let header = table.rounds[slot]?.takeDue(at: now) { add(header, slot, target) }
            touched.append(cookie)
            return
        }
        let reason = EchoAccess.reason(for: failure, isV4: target.isV4)
        end(slot, unsent: .unknown(reason), at: now)
    }

    private mutating func add(_ header: EchoPacket.Header, _ slot: Int, _ target: IPAddress) {
        guard let round = table.rounds[slot] else { return }
        if sender.isV4 != target.isV4 || !sender.add(header, of: round, to: target) {
            send()
            sender.isV4 = target.isV4
            _ = sender.add(header, of: round, to: target)
        }
    }

    private mutating func send() {
        guard !sender.isEmpty, case .success(let socket) = sockets.socket(isV4: sender.isV4) else { return }
        if sender.isV4 { usesV4 = true } else { usesV6 = true }
        var isDone = false
        while !isDone {
            isDone = sender.send(through: socket) { cookie, sequence, outcome in
                guard let slot = table.slot(of: cookie) else { return }
                switch outcome {
                case .left(let time): table.rounds[slot]?.wasSent(sequence: sequence, at: time)
                case .failed(let code): table.rounds[slot]?.failed(sequence: sequence, code: code)
                }
            }
            if !isDone { readErrors(socket) }
        }
    }

    /// Sends what is due, and takes what has come back by then: on a short way, all of it.
    mutating func settle() {
        guard !touched.isEmpty else { return }
        send()
        if usesV4, case .success(let socket) = sockets.socket(isV4: true) { _ = read(socket) }
        if usesV6, case .success(let socket) = sockets.socket(isV4: false) { _ = read(socket) }
        (usesV4, usesV6) = (false, false)
        let now = Nanoseconds.now()
        for cookie in touched {
            guard let slot = table.slot(of: cookie), let round = table.rounds[slot] else { continue }
            if round.isOver {
                end(slot, at: now)
            } else {
                deadlines.insert(cookie, at: round.nextDeadline.count)
            }
        }
        touched.removeAll(keepingCapacity: true)
    }

    // MARK: Deadlines

    /// The earliest deadline of a round under way.
    mutating func nextDeadline() -> Nanoseconds? {
        while let first = deadlines.first, table.slot(of: first.key) == nil {
            _ = deadlines.popFirst(notAfter: first.at)
        }
        return deadlines.first.map { Nanoseconds(count: $0.at) }
    }

    /// Sends what is due by now, and ends what nobody answered. What has come has to be read before.
    mutating func meetDeadlines(at now: Nanoseconds) {
        while let (_, cookie) = deadlines.popFirst(notAfter: now.count) {
            guard let slot = table.slot(of: cookie), let round = table.rounds[slot] else { continue }
            if round.target == nil, round.deadline <= now {
                take(.late(round.request.settings.host), for: slot, now: now)
            } else if round.deadline <= now {
                end(slot, at: now)
            } else if round.nextDeadline <= now {
                sendDue(slot, now: now)
            } else {
                deadlines.insert(cookie, at: round.nextDeadline.count)
            }
        }
    }

    // MARK: Ending

    mutating func endIfOver(_ slot: Int, at now: Nanoseconds) {
        if table.rounds[slot]?.isOver == true { end(slot, at: now) }
    }

    private mutating func end(_ slot: Int, at now: Nanoseconds) {
        guard let round = table.rounds[slot] else { return }
        end(slot, round.finding(at: now))
    }

    private mutating func end(_ slot: Int, unsent result: ProbeResult, at now: Nanoseconds) {
        guard let round = table.rounds[slot] else { return }
        end(slot, round.finding(unsent: result, at: now))
    }

    private mutating func end(_ slot: Int, _ finding: Finding) {
        guard let completion = table.rounds[slot]?.request.completion else { return }
        table.end(slot)
        ended.append(Ending(completion: completion, finding: finding))
    }

    mutating func endAll() {
        for request in table.requests { ended.append(Ending(completion: request.completion, finding: .shutDown)) }
        table = EchoTable(tag: table.tag)
    }

    // MARK: The poller

    mutating func wasTold(of descriptor: Int32) { sockets.wasTold(of: descriptor) }
    mutating func arm() { sockets.arm() }
}
