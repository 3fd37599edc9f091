import Engine

/// What is known of one name.
struct NameEntry {
    let question: NameQuestion
    private(set) var addresses: [IPAddress] = []
    private(set) var freshUntil = Nanoseconds(count: .min)
    private(set) var failure: Reason?
    /// When the resolver is to be asked next; never, while it is being asked.
    private(set) var askAt = Nanoseconds(count: .max)
    var usedAt: Nanoseconds
    private(set) var isAsked = false
    private var waiters: [NameWaiter] = []
    /// The first deadline of those who wait.
    private var patience = Nanoseconds(count: .max)

    init(_ question: NameQuestion, now: Nanoseconds) {
        self.question = question
        usedAt = now
    }

    /// When something is to be done about it.
    var dueAt: Nanoseconds { min(askAt, patience) }

    /// Whether the last answer has outlived its time, and serves since the resolver has not given another.
    func isStale(at now: Nanoseconds) -> Bool { now >= freshUntil }

    func answer(at now: Nanoseconds) -> NameAnswer? {
        if !addresses.isEmpty, now < freshUntil + NameCache.staleLimit {
            return .addresses(addresses, isStale: isStale(at: now))
        }
        return failure.map(NameAnswer.failed)
    }

    /// False where it is being asked already.
    mutating func ask() -> Bool {
        guard !isAsked else { return false }
        isAsked = true
        askAt = Nanoseconds(count: .max)
        return true
    }

    mutating func take(_ outcome: NameOutcome, now: Nanoseconds) {
        isAsked = false
        switch outcome {
        case .addresses(let addresses, let ttl):
            learn(addresses, ttl: ttl, now: now)
        case .noAddress(let words):
            addresses = []
            failure = Reason(.resolutionFailed, "\(question.host): \(words)")
            askAt = now + NameCache.absenceTime
        case .failed(let words):
            failure = Reason(.resolutionFailed, "\(question.host): the resolver fails: \(words)")
            askAt = now + NameCache.failureTime
        }
    }

    private mutating func learn(_ addresses: [IPAddress], ttl: Int, now: Nanoseconds) {
        let limits = NameCache.ttlLimits
        let seconds = ttl == 0 ? NameCache.unstatedTTL : min(max(limits.lowerBound, ttl), limits.upperBound)
        self.addresses = addresses
        failure = nil
        freshUntil = now + .seconds(Int64(seconds))
        askAt = now + .milliseconds(Int64(seconds) * 800)
    }

    // MARK: Who waits

    mutating func add(_ waiter: NameWaiter) {
        waiters.append(waiter)
        patience = min(patience, waiter.deadline)
    }

    /// Those whose time is up by then.
    mutating func takeLate(at now: Nanoseconds) -> [NameWaiter] {
        guard patience <= now else { return [] }
        let all = takeWaiters()
        for waiter in all where waiter.deadline > now { add(waiter) }
        return all.filter { $0.deadline <= now }
    }

    mutating func takeWaiters() -> [NameWaiter] {
        defer { (waiters, patience) = ([], Nanoseconds(count: .max)) }
        return waiters
    }
}
