import Engine
import Synchronization

/// What the loop's thread is asked to do.
enum EchoOrder: Sendable {
    /// Needs a socket that could not be opened so far.
    case start(EchoRequest)
    /// The resolver's answer for the round of that cookie.
    case resolved(UInt64, NameAnswer)
}

/// The orders for one loop's thread, and the bell that wakes it.
final class EchoMailbox: Sendable {
    let doorbell: Doorbell
    private let state = Mutex(State())

    private struct State {
        var orders: [EchoOrder] = []
        var isClosed = false
    }

    init() throws(SystemFailure) {
        doorbell = try Doorbell()
    }

    /// False once closed: the order was not taken.
    @discardableResult
    func post(_ order: EchoOrder) -> Bool {
        let (isTaken, isFirst) = state.withLock { state in
            guard !state.isClosed else { return (false, false) }
            state.orders.append(order)
            return (true, state.orders.count == 1)
        }
        // The thread takes all that wait, so that the first one's ring serves those behind it.
        if isFirst { doorbell.ring() }
        return isTaken
    }

    func close() {
        state.withLock { $0.isClosed = true }
        doorbell.ring()
    }

    /// All that wait, and whether they are the last.
    func take() -> (orders: [EchoOrder], isClosed: Bool) {
        state.withLock { state in
            defer { state.orders.removeAll() }
            return (state.orders, state.isClosed)
        }
    }
}
