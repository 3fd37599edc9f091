import Engine

/// What is known of names, as a pure state machine: time comes in as an argument, questions for the resolver go out.
///
/// - An answer is good for its TTL, within `ttlLimits`; a TTL of 0, which names of /etc/hosts have, counts as half a minute.
/// - A name that probes use is asked again when four fifths of that are over, so that a probe waits for the first answer only.
/// - Where the resolver fails, the last answer serves on for `staleLimit`, and the name is asked again every few seconds.
/// - The resolver's word that there is no such address ends what was known.
/// - What no probe asked for in `interest` is forgotten.
struct NameCache {
    static let ttlLimits = 5...3_600
    static let unstatedTTL = 30
    /// How long the last answer serves after its time, while the resolver fails.
    static let staleLimit = Nanoseconds.seconds(3_600)
    /// How long a failure is told to those who ask, before the resolver is asked again.
    static let failureTime = Nanoseconds.seconds(5)
    /// A probe that has waited so long is told that the resolver does not answer.
    static let patience = Nanoseconds.seconds(4)
    static let interest = Nanoseconds.seconds(900)
    /// Questions under way; more wait their turn.
    static let questionLimit = 64

    typealias Waiter = @Sendable (NameAnswer) -> Void

    private struct Entry {
        let question: NameQuestion
        var addresses: [IPAddress] = []
        var freshUntil = Nanoseconds(count: .min)
        var failure: Reason?
        /// When the resolver is to be asked again, or those who wait are to be told.
        var dueAt = Nanoseconds(count: .max)
        var usedAt: Nanoseconds
        var isAsked = false
        var waiters: [Waiter] = []
    }

    private var entries: [Entry?] = []
    private var free: [Int] = []
    private var positions: [NameQuestion: Int] = [:]
    private var due = DeadlineHeap<Int>()
    private var toAsk: [Int] = []
    private var asked = 0
    private var counts = ResolverStatistics()

    // MARK: Probes

    /// The answer, where one is known.
    mutating func known(_ question: NameQuestion, now: Nanoseconds) -> NameAnswer? {
        guard let position = positions[question] else { return nil }
        entries[position]?.usedAt = now
        return known(position, now: now)
    }

    /// The answer, where one is known; nil: `waiter` will be told, once. `mustWake`: there is something to ask.
    mutating func answer(
        _ question: NameQuestion,
        now: Nanoseconds,
        _ waiter: @escaping Waiter
    ) -> (answer: NameAnswer?, mustWake: Bool) {
        let position = positions[question] ?? add(question, now: now)
        entries[position]?.usedAt = now
        if let answer = known(position, now: now) { return (answer, false) }
        entries[position]?.waiters.append(waiter)
        return (nil, ask(position, now: now))
    }

    private mutating func known(_ position: Int, now: Nanoseconds) -> NameAnswer? {
        guard let entry = entries[position] else { return nil }
        if !entry.addresses.isEmpty, now < entry.freshUntil + NameCache.staleLimit {
            let isStale = now >= entry.freshUntil && entry.failure != nil
            if isStale { counts.staleAnswers += 1 }
            return .addresses(entry.addresses, isStale: isStale)
        }
        return entry.failure.map(NameAnswer.failed)
    }

    private mutating func add(_ question: NameQuestion, now: Nanoseconds) -> Int {
        let position = free.popLast() ?? entries.count
        if position == entries.count { entries.append(nil) }
        entries[position] = Entry(question: question, usedAt: now)
        positions[question] = position
        return position
    }

    // MARK: The resolver

    /// What was put down before and no longer counts is dropped here, so that it wakes nobody.
    mutating func nextDue() -> Nanoseconds? {
        while let first = due.first, entries[first.key]?.dueAt.count != first.at {
            _ = due.popFirst(notAfter: first.at)
        }
        return due.first.map { Nanoseconds(count: $0.at) }
    }

    /// What is to be asked now, each by a key that `told` takes the outcome under.
    mutating func takeQuestions() -> [(key: Int, question: NameQuestion)] {
        var questions: [(Int, NameQuestion)] = []
        while asked < NameCache.questionLimit, !toAsk.isEmpty {
            let position = toAsk.removeFirst()
            guard let question = entries[position]?.question else { continue }
            asked += 1
            questions.append((position, question))
        }
        return questions
    }

    /// Has what is due asked again, or forgotten, and returns who has waited too long.
    mutating func meetDeadlines(now: Nanoseconds) -> [(Waiter, NameAnswer)] {
        var told: [(Waiter, NameAnswer)] = []
        while let (_, position) = due.popFirst(notAfter: now.count) {
            guard let entry = entries[position], entry.dueAt <= now else { continue }
            if entry.isAsked {
                told += giveUp(position)
            } else if entry.usedAt + NameCache.interest < now {
                forget(position)
            } else {
                _ = ask(position, now: now)
            }
        }
        return told
    }

    /// Takes an outcome, and returns who waited for it.
    mutating func told(_ outcome: NameOutcome, of key: Int, now: Nanoseconds) -> [(Waiter, NameAnswer)] {
        asked -= 1
        guard let question = entries[key]?.question else { return [] }
        entries[key]?.isAsked = false
        switch outcome {
        case .addresses(let addresses, let ttl):
            counts.answered += 1
            learn(addresses, ttl: ttl, key, now: now)
        case .noAddress(let words):
            counts.noAddress += 1
            entries[key]?.addresses = []
            fail(key, "\(question.host): \(words)", now: now)
        case .failed(let words):
            counts.failed += 1
            fail(key, "\(question.host): \(words)", now: now)
        }
        return release(key, known(key, now: now))
    }

    private mutating func learn(_ addresses: [IPAddress], ttl: Int, _ position: Int, now: Nanoseconds) {
        let limits = NameCache.ttlLimits
        let seconds = ttl == 0 ? NameCache.unstatedTTL : min(max(limits.lowerBound, ttl), limits.upperBound)
        entries[position]?.addresses = addresses
        entries[position]?.freshUntil = now + .seconds(Int64(seconds))
        entries[position]?.failure = nil
        putDown(position, now + .milliseconds(Int64(seconds) * 800))
    }

    private mutating func fail(_ position: Int, _ words: String, now: Nanoseconds) {
        entries[position]?.failure = Reason(.resolutionFailed, words)
        putDown(position, now + NameCache.failureTime)
    }

    private mutating func ask(_ position: Int, now: Nanoseconds) -> Bool {
        guard entries[position]?.isAsked == false else { return false }
        entries[position]?.isAsked = true
        toAsk.append(position)
        putDown(position, now + NameCache.patience)
        return true
    }

    private mutating func putDown(_ position: Int, _ time: Nanoseconds) {
        entries[position]?.dueAt = time
        due.insert(position, at: time.count)
    }

    /// The question stays under way: its outcome is learnt when it comes, and nobody else waits for it.
    private mutating func giveUp(_ position: Int) -> [(Waiter, NameAnswer)] {
        guard let entry = entries[position], !entry.waiters.isEmpty else { return [] }
        let reason = Reason(.resolutionFailed, "\(entry.question.host): the resolver did not answer in time")
        entries[position]?.failure = reason
        return release(position, .failed(reason))
    }

    private mutating func release(_ position: Int, _ answer: NameAnswer?) -> [(Waiter, NameAnswer)] {
        guard let answer, let waiters = entries[position]?.waiters else { return [] }
        entries[position]?.waiters = []
        return waiters.map { ($0, answer) }
    }

    private mutating func forget(_ position: Int) {
        guard let question = entries[position]?.question else { return }
        positions[question] = nil
        entries[position] = nil
        free.append(position)
    }

    // MARK: Ends

    mutating func takeWaiters() -> [Waiter] {
        let waiters = entries.flatMap { $0?.waiters ?? [] }
        for position in entries.indices { entries[position]?.waiters = [] }
        return waiters
    }

    var statistics: ResolverStatistics {
        var statistics = counts
        statistics.entries = positions.count
        statistics.failing = entries.count { $0?.failure != nil }
        return statistics
    }
}

extension Nanoseconds {
    static func seconds(_ count: Int64) -> Nanoseconds { Nanoseconds(count: count * 1_000_000_000) }
}
