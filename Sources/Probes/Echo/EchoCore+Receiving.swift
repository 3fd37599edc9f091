import Engine

/// What comes back: answers, and errors for echoes of ours.
extension EchoCore {
    /// Takes all that has come; says whether anything had.
    mutating func read() -> Bool {
        var hasRead = false
        if case .success(let socket) = sockets.socket(isV4: true), read(socket) { hasRead = true }
        if case .success(let socket) = sockets.socket(isV4: false), read(socket) { hasRead = true }
        return hasRead
    }

    mutating func read(_ socket: EchoSocket) -> Bool {
        var hasRead = false
        while true {
            switch reader.read(from: socket, { accept($0, through: socket) }) {
            case .taken(let count, let isAll):
                hasRead = hasRead || count > 0
                if isAll { return hasRead }
            case .interrupted:
                hasRead = true
                readErrors(socket)
            case .nothing:
                return hasRead
            }
        }
    }

    private mutating func accept(_ datagram: DatagramReader.Datagram, through socket: EchoSocket) {
        let packet = datagram.packet
        guard let (header, cookie) = EchoPacket.decode(packet, type: socket.isV4 ? 0 : 129),
            let slot = table.slot(of: cookie), let round = table.rounds[slot],
            // A datagram socket's identifiers are the kernel's, and checked by it.
            socket.access == .datagram || header.identifier == round.identifier,
            EchoPacket.isIntact(packet, cookie: cookie, payloadBytes: round.request.settings.payloadBytes)
        else { return }
        table.rounds[slot]?.answered(
            sequence: header.sequence,
            from: datagram.source,
            hopLimit: datagram.hopLimit,
            at: datagram.arrivedAt,
            readAt: datagram.readAt
        )
        endIfOver(slot, at: datagram.readAt)
    }

    mutating func readErrors(_ socket: EchoSocket) {
        while reader.readError(from: socket, { accept($0, isV4: socket.isV4) }) {}
    }

    private mutating func accept(_ error: EchoError, isV4: Bool) {
        guard let (header, cookie) = EchoPacket.decodeQuoted(error.packet, type: isV4 ? 8 : 128) else { return }
        // Old routers quote eight bytes of an echo alone, without the cookie: then by target and header.
        let slot = cookie.map { table.slot(of: $0) } ?? table.slot(of: header, target: error.destination)
        guard let slot, table.rounds[slot]?.target == error.destination else { return }
        table.rounds[slot]?.failed(sequence: header.sequence, code: error.code, from: error.offender)
        endIfOver(slot, at: .now())
    }
}
