import Synchronization

/// The shapes of the transfers prepared for one loop, each once.
final class TransferShapes: Sendable {
    private let lender: Mailbox
    private let state = Mutex(State())

    private struct State {
        var known: [TransferTraits: Known] = [:]
        /// When to forget those that nobody has any more.
        var limit = 64
    }

    private struct Known {
        weak var shape: TransferShape?
    }

    init(lender: Mailbox) {
        self.lender = lender
    }

    /// Fails where libcurl refuses one of its options.
    func shape(_ traits: TransferTraits) throws(TransferError) -> TransferShape {
        if let shape = state.withLock({ $0.known[traits]?.shape }) { return shape }
        let made = TransferShape(traits, lender: lender)
        _ = try Seat(made)
        return state.withLock { state in
            if let shape = state.known[traits]?.shape { return shape }
            state.known[traits] = Known(shape: made)
            if state.known.count > state.limit {
                state.known = state.known.filter { $0.value.shape != nil }
                state.limit = 2 * max(32, state.known.count)
            }
            return made
        }
    }
}
