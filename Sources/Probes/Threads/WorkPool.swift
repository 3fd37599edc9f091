import Synchronization

/// Threads for work that may wait or take long: they come with the work, at most so many, and end with it.
final class WorkPool: Sendable {
    private let name: StaticString
    private let threadLimit: Int
    private let queueLimit: Int
    private let state = Mutex(State())

    private struct State {
        var queue: [@Sendable () -> Void] = []
        var threads = 0

        /// The next work, or the end of a thread.
        mutating func next() -> (@Sendable () -> Void)? {
            guard !queue.isEmpty else {
                threads -= 1
                return nil
            }
            return queue.removeFirst()
        }
    }

    init(_ name: StaticString, threads: Int, queue: Int) {
        self.name = name
        threadLimit = threads
        queueLimit = queue
    }

    /// False where the queue is full or no thread can be had: the work will not be done.
    func submit(_ work: @escaping @Sendable () -> Void) -> Bool {
        let (isTaken, needsThread) = state.withLock { state in
            guard state.queue.count < queueLimit else { return (false, false) }
            state.queue.append(work)
            guard state.threads < threadLimit else { return (true, false) }
            state.threads += 1
            return (true, true)
        }
        return needsThread ? startThread() : isTaken
    }

    private func startThread() -> Bool {
        do {
            try ServiceThread.start(name) { [self] in drain() }.detach()
            return true
        } catch {
            return state.withLock { state in
                state.threads -= 1
                // The others will come to it, where there are others.
                if state.threads == 0 { state.queue.removeLast() }
                return state.threads > 0
            }
        }
    }

    private func drain() {
        while let work = state.withLock({ $0.next() }) { work() }
    }
}
