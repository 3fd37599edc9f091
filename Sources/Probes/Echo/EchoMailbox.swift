import Engine
import Synchronization

/// What the loop's thread is asked to do.
enum EchoOrder: Sendable {
    case start(EchoRequest)
    /// The resolver's answer for the round of that cookie.
    case resolved(UInt64, HostResolver.Answer)
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

    /// False once closed: the orders were not taken.
    @discardableResult
    func post(_ orders: [EchoOrder]) -> Bool {
        let (isTaken, isFirst) = state.withLock { state in
            guard !state.isClosed else { return (false, false) }
            state.orders += orders
            return (true, state.orders.count == orders.count)
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
            defer { state.orders.removeAll(keepingCapacity: true) }
            return (state.orders, state.isClosed)
        }
    }
}
