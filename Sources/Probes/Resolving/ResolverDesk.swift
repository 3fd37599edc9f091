import Engine
import Synchronization

/// What the resolver's thread and those who ask it share.
final class ResolverDesk: Sendable {
    let doorbell: Doorbell
    private let state = Mutex(State())

    private struct State {
        var cache = NameCache()
        var isClosed = false
    }

    /// What the thread is to do before it sleeps, and for how long it may.
    struct Work: Sendable {
        var questions: [(key: Int, question: NameQuestion)] = []
        var told: [NameCache.Told] = []
        var nextDue: Nanoseconds?
        var isClosed = false
    }

    init() throws(SystemFailure) {
        doorbell = try Doorbell()
    }

    func answer(_ question: NameQuestion, _ waiter: NameWaiter) -> NameAnswer? {
        let (answer, mustWake) = state.withLock { state -> (NameAnswer?, Bool) in
            guard !state.isClosed else { return (.closed, false) }
            return state.cache.answer(question, now: .now(), waiter)
        }
        if mustWake { doorbell.ring() }
        return answer
    }

    func known(_ question: NameQuestion) -> NameAnswer? {
        state.withLock { $0.isClosed ? .closed : $0.cache.known(question, now: .now()) }
    }

    func close() {
        state.withLock { $0.isClosed = true }
        doorbell.ring()
    }

    var statistics: ResolverStatistics { state.withLock { $0.cache.statistics } }

    /// Takes outcomes in, and what is to be done next out.
    func turn(_ outcomes: [(key: Int, outcome: NameOutcome)]) -> Work {
        state.withLock { state in
            let now = Nanoseconds.now()
            var work = Work()
            work.isClosed = state.isClosed
            for (key, outcome) in outcomes { work.told += state.cache.told(outcome, of: key, now: now) }
            work.told += state.cache.meetDeadlines(now: now)
            if state.isClosed { work.told += state.cache.takeWaiters().map { ($0, .closed) } }
            work.questions = state.cache.takeQuestions()
            work.nextDue = state.cache.nextDue()
            return work
        }
    }
}
