import Engine
import Synchronization

/// Shares the core between those who start rounds and the loop's thread, which waits for what comes back.
///
/// The first answer that comes wakes the thread; while more come, it looks for them once a tick, for one wake-up costs more
/// than an echo. Round trips stay exact by the kernel's stamps, and no deadline is judged before what has come was read.
final class EchoWorker: Sendable {
    private let mailbox: EchoMailbox
    private let poller: Poller
    private let resolver: Resolver
    private let state: Mutex<State>

    private struct State {
        var core: EchoCore
        var isClosed = false
        /// Answers are looked for each tick, rather than waited for.
        var isPolling = false
        /// Rounds were begun since the thread last slept.
        var isBusy = false
        /// When the thread will come by itself.
        var wakesAt = Nanoseconds(count: 0)
    }

    /// Deadlines are put together to the end of such a stretch.
    private static let tick: Int64 = 10_000_000

    /// How long the thread sleeps at most while rounds are begun: what they need of it later than that, they need not wake
    /// it for.
    private static let nap = Nanoseconds.milliseconds(200)

    /// Opens the sockets in the calling thread's network namespace.
    init(resolver: Resolver) throws(SystemFailure) {
        self.resolver = resolver
        mailbox = try EchoMailbox()
        poller = try Poller()
        try poller.watch(doorbell: mailbox.doorbell.descriptor)
        state = Mutex(State(core: EchoCore(poller: poller)))
    }

    func close() {
        mailbox.close()
    }

    // MARK: Starting

    func start(_ requests: [EchoRequest]) {
        var (names, orders): ([(EchoRequest, UInt64)], [EchoOrder]) = ([], [])
        var isNeeded = false
        let ended = state.withLock { state -> [EchoCore.Ending] in
            guard !state.isClosed else {
                return requests.map { EchoCore.Ending(completion: $0.completion, finding: .shutDown) }
            }
            let now = Nanoseconds.now()
            for request in requests {
                switch state.core.begin(request, known(request.settings), mayOpen: false, now: now) {
                case .nothing: break
                case .socket: orders.append(.start(request))
                case .name(let cookie): names.append((request, cookie))
                }
            }
            state.core.settle()
            isNeeded = awaitAnswers(&state)
            return state.core.takeEnded()
        }
        if isNeeded { mailbox.doorbell.ring() }
        for order in orders where !mailbox.post(order) { refuse(order) }
        for (request, cookie) in names { resolve(request.settings, for: cookie) }
        for end in ended { end.completion(end.finding) }
    }

    /// What the resolver knows of a name without being asked.
    private func known(_ settings: EchoSettings) -> NameAnswer? {
        settings.literal == nil ? resolver.known(settings.host, family: settings.family) : nil
    }

    private func resolve(_ settings: EchoSettings, for cookie: UInt64) {
        let deadline = Nanoseconds.now() + .milliseconds(settings.timeout.milliseconds)
        let answer = resolver.resolve(settings.host, family: settings.family, deadline: deadline) { [mailbox] answer in
            mailbox.post(.resolved(cookie, answer))
        }
        if let answer { mailbox.post(.resolved(cookie, answer)) }
    }

    private func refuse(_ order: EchoOrder) {
        switch order {
        case .start(let request): request.completion(.shutDown)
        case .resolved: break
        }
    }

    /// Whether the thread has to be woken, to sleep less long.
    private func awaitAnswers(_ state: inout State) -> Bool {
        state.isBusy = true
        guard !state.core.isIdle else { return false }
        if !state.isPolling { state.core.arm() }
        return state.core.nextDeadline().map { $0 < state.wakesAt } ?? false
    }

    // MARK: The thread

    /// Works until closed.
    func run() {
        while true {
            var told: [Int32] = []
            poller.wait(atMost: state.withLock { fallAsleep(&$0) }) { told.append($0) }
            let (orders, isClosed) = mailbox.take()
            let (ended, names) = state.withLock { wake(&$0, told, orders, isClosed) }
            for (request, cookie) in names { resolve(request.settings, for: cookie) }
            for end in ended { end.completion(end.finding) }
            guard !isClosed else { return }
        }
    }

    /// For how many milliseconds; -1: until rung for.
    private func fallAsleep(_ state: inout State) -> Int32 {
        let now = Nanoseconds.now()
        let deadline = state.isPolling ? now + Nanoseconds(count: 1) : state.core.nextDeadline()
        let nap = state.isBusy ? now + EchoWorker.nap : nil
        state.isBusy = false
        guard let at = [deadline.map(EchoWorker.tickEnd), nap].compactMap({ $0 }).min() else {
            state.wakesAt = Nanoseconds(count: .max)
            return -1
        }
        state.wakesAt = at
        return Int32(clamping: max(0, ((at - now).count + 999_999) / 1_000_000))
    }

    private static func tickEnd(_ time: Nanoseconds) -> Nanoseconds {
        Nanoseconds(count: (time.count + tick - 1) / tick * tick)
    }

    private func wake(
        _ state: inout State,
        _ told: [Int32],
        _ orders: [EchoOrder],
        _ isClosed: Bool
    ) -> ([EchoCore.Ending], [(EchoRequest, UInt64)]) {
        var names: [(EchoRequest, UInt64)] = []
        let now = Nanoseconds.now()
        for descriptor in told { state.core.wasTold(of: descriptor) }
        state.isPolling = state.core.read() && !state.core.isIdle
        for order in orders {
            switch order {
            case .start(let request):
                let known = known(request.settings)
                if case .name(let cookie) = state.core.begin(request, known, mayOpen: true, now: now) {
                    names.append((request, cookie))
                }
            case .resolved(let cookie, let answer):
                state.core.resolved(cookie, answer, now: now)
            }
        }
        state.core.meetDeadlines(at: now)
        state.core.settle()
        if !state.core.isIdle, !state.isPolling { state.core.arm() }
        state.isClosed = isClosed
        if isClosed { state.core.endAll() }
        return (state.core.takeEnded(), names)
    }
}
