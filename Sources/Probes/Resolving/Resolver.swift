import Engine
import Synchronization

/// Turns host names into addresses for all probes, on a thread of its own, and remembers them as `NameCache` says.
///
/// Names come from /etc/hosts and DNS (c-ares), not from other modules of the name service switch. The resolver's failures
/// are its own and no target's: a probe goes to the last known address, or is unknown.
public final class Resolver: Sendable {
    private let desk: ResolverDesk
    private let thread: ServiceThread

    /// Throws where the process is out of descriptors or threads.
    public convenience init() throws(SystemFailure) {
        try self.init(servers: nil)
    }

    /// `servers` as `address:port,…` in place of /etc/resolv.conf's. The thread stays in the caller's network namespace.
    init(servers: String?) throws(SystemFailure) {
        let desk = try ResolverDesk()
        self.desk = desk
        thread = try ServiceThread.start("defib-resolver") { ResolverWorker(desk: desk, servers: servers).run() }
    }

    deinit {
        desk.close()
        thread.detach()
    }

    /// The answer, where one is known. Nil: `completion` is called with it once, on the resolver's thread, within
    /// `NameCache.patience` or a little more.
    func resolve(
        _ host: String,
        family: AddressFamily,
        _ completion: @escaping @Sendable (NameAnswer) -> Void
    ) -> NameAnswer? {
        desk.answer(NameQuestion(host: host, family: family), completion)
    }

    /// The same without asking.
    func known(_ host: String, family: AddressFamily) -> NameAnswer? {
        desk.known(NameQuestion(host: host, family: family))
    }

    public var statistics: ResolverStatistics { desk.statistics }
}

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
        var told: [(waiter: NameCache.Waiter, answer: NameAnswer)] = []
        var nextDue: Nanoseconds?
        var isClosed = false
    }

    init() throws(SystemFailure) {
        doorbell = try Doorbell()
    }

    func answer(_ question: NameQuestion, _ waiter: @escaping NameCache.Waiter) -> NameAnswer? {
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

extension NameAnswer {
    static let closed = NameAnswer.failed(Reason(.cancelled, "the watchdog is shutting down"))
}
