import Engine

/// The loop's two sockets, each opened as soon as that is permitted, and watched when there is something to wait for.
struct EchoSockets {
    private let poller: Poller
    private let tag: UInt16
    private var v4: Slot
    private var v6: Slot

    private struct Slot {
        var socket: Result<EchoSocket, SystemFailure>
        var triedAt: Nanoseconds
        var isArmed: Bool
    }

    /// Between two attempts at a socket that was refused: a permission may be granted while the daemon runs.
    private static let pause = Nanoseconds.milliseconds(1_000)

    init(poller: Poller, tag: UInt16) {
        self.poller = poller
        self.tag = tag
        v4 = EchoSockets.open(isV4: true, poller, tag)
        v6 = EchoSockets.open(isV4: false, poller, tag)
    }

    func socket(isV4: Bool) -> Result<EchoSocket, SystemFailure> {
        isV4 ? v4.socket : v6.socket
    }

    /// Opens what was refused before and may be granted by now: in the network namespace of the calling thread, which has to
    /// be the loop's.
    mutating func retry(at now: Nanoseconds) {
        if case .failure = v4.socket, v4.triedAt + EchoSockets.pause < now {
            v4 = EchoSockets.open(isV4: true, poller, tag)
        }
        if case .failure = v6.socket, v6.triedAt + EchoSockets.pause < now {
            v6 = EchoSockets.open(isV4: false, poller, tag)
        }
    }

    /// The poller has told of that descriptor, and will not again by itself.
    mutating func wasTold(of descriptor: Int32) {
        if case .success(let socket) = v4.socket, socket.descriptor == descriptor { v4.isArmed = false }
        if case .success(let socket) = v6.socket, socket.descriptor == descriptor { v6.isArmed = false }
    }

    /// Has the poller tell of what comes, or has come.
    mutating func arm() {
        arm(&v4)
        arm(&v6)
    }

    private func arm(_ slot: inout Slot) {
        guard !slot.isArmed, case .success(let socket) = slot.socket else { return }
        do {
            try poller.arm(socket.descriptor)
            slot.isArmed = true
        } catch {
            // It is tried again with the next echoes, and their deadlines have the socket read in any case.
        }
    }

    private static func open(isV4: Bool, _ poller: Poller, _ tag: UInt16) -> Slot {
        let result: Result<EchoSocket, SystemFailure>
        do {
            let socket = try EchoSocket.open(isV4: isV4, tag: tag)
            try poller.watch(socket: socket.descriptor)
            result = .success(socket)
        } catch {
            result = .failure(error)
        }
        return Slot(socket: result, triedAt: .now(), isArmed: true)
    }
}
