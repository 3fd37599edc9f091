import Engine
import Probes
import Synchronization

/// The way into the engine: one bounded lane for observations, which alone may be dropped under load, and one for
/// everything else, which never drops.
///
/// The second lane is bounded by what is under way: each of its entries answers an effect, an operator or a timer.
final class EventQueue: Sendable {
    enum Item: Sendable {
        case event(Event)
        /// Reads or asks something between two steps.
        case visit(@Sendable (inout Engine, Timestamp) -> Void)
    }

    struct Batch {
        var items: [Item] = []
        var observations: [Observation] = []
        /// When the oldest entry came; nil for an empty batch.
        var oldest: Timestamp?
        var isClosed = false
    }

    /// Observations that may wait: at 10,000 targets about half a minute of them.
    static let capacity = 100_000

    private struct State {
        var batch = Batch()
        var dropped = 0
    }

    private let state = Mutex(State())
    private let doorbell: Doorbell
    private let clock: any SteadyClock

    init(clock: any SteadyClock) throws(SystemFailure) {
        self.clock = clock
        doorbell = try Doorbell()
    }

    func post(_ event: Event) { post(.event(event)) }

    func post(_ item: Item) {
        let now = clock.now()
        let wasEmpty = state.withLock { state in
            let wasEmpty = state.batch.isEmpty
            state.batch.items.append(item)
            state.batch.oldest = state.batch.oldest ?? now
            return wasEmpty
        }
        if wasEmpty { doorbell.ring() }
    }

    /// Nothing more is taken after this; what waits is still handed out.
    func close() {
        state.withLock { $0.batch.isClosed = true }
        doorbell.ring()
    }

    /// Observations dropped since the last call.
    func takeDropped() -> Int {
        state.withLock { state in
            defer { state.dropped = 0 }
            return state.dropped
        }
    }

    /// Everything that waits; blocks until something does, at most so long.
    func take(waitingAtMost wait: TimeSpan) -> Batch {
        if state.withLock({ $0.batch.isEmpty && !$0.batch.isClosed }), wait > .zero {
            doorbell.wait(atMost: Int32(clamping: wait.milliseconds))
        }
        return state.withLock { state in
            let batch = state.batch
            state.batch = Batch(isClosed: batch.isClosed)
            return batch
        }
    }
}

extension EventQueue: ObservationSink {
    func observationsArrived(_ observations: [Observation]) {
        guard !observations.isEmpty else { return }
        let now = clock.now()
        let wasEmpty = state.withLock { state in
            let wasEmpty = state.batch.isEmpty
            let room = EventQueue.capacity - state.batch.observations.count
            state.batch.observations.append(contentsOf: observations.prefix(max(0, room)))
            state.dropped += max(0, observations.count - room)
            state.batch.oldest = state.batch.oldest ?? now
            return wasEmpty
        }
        if wasEmpty { doorbell.ring() }
    }
}

extension EventQueue.Batch {
    var isEmpty: Bool { items.isEmpty && observations.isEmpty }
}
