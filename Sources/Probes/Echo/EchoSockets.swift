import Engine
import Synchronization

/// The loop's two sockets, each opened as soon as that is permitted.
final class EchoSockets: Sendable {
    private let poller: Poller
    private let state: Mutex<State>

    private struct State {
        var v4: Slot
        var v6: Slot
    }

    private struct Slot {
        var socket: Result<EchoSocket, SystemFailure>
        var triedAt: Nanoseconds
    }

    /// Between two attempts at a socket that was refused: a permission may be granted while the daemon runs.
    private static let pause = Nanoseconds.milliseconds(1_000)

    init(poller: Poller) {
        self.poller = poller
        let now = Nanoseconds.now()
        state = Mutex(
            State(
                v4: Slot(socket: EchoSockets.open(isV4: true, poller), triedAt: now),
                v6: Slot(socket: EchoSockets.open(isV4: false, poller), triedAt: now)
            )
        )
    }

    func socket(isV4: Bool, now: Nanoseconds) -> Result<EchoSocket, SystemFailure> {
        state.withLock { state in
            let part = isV4 ? \State.v4 : \State.v6
            if case .failure = state[keyPath: part].socket, state[keyPath: part].triedAt + EchoSockets.pause < now {
                state[keyPath: part] = Slot(socket: EchoSockets.open(isV4: isV4, poller), triedAt: now)
            }
            return state[keyPath: part].socket
        }
    }

    /// Whose descriptor it is; nil for the doorbell's.
    func socket(of descriptor: Int32) -> EchoSocket? {
        state.withLock { state in
            [state.v4, state.v6].lazy.compactMap { try? $0.socket.get() }.first { $0.descriptor == descriptor }
        }
    }

    private static func open(isV4: Bool, _ poller: Poller) -> Result<EchoSocket, SystemFailure> {
        do {
            let socket = try EchoSocket.open(isV4: isV4)
            try poller.watch(socket.descriptor)
            return .success(socket)
        } catch {
            return .failure(error)
        }
    }
}
