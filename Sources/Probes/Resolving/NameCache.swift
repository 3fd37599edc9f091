import Engine

/// What is known of names, as a pure state machine: time comes in as an argument, questions for the resolver go out.
///
/// - An answer is good for its TTL, within `ttlLimits`; a TTL of 0, which names of /etc/hosts have, counts as `unstatedTTL`.
/// - A name that probes use is asked for again when four fifths of that are over, so that a probe waits for the first answer
///   only.
/// - Where the resolver fails, the last answer serves on for `staleLimit`, to find who lives and not who is dead, and the name is
///   asked for again every few seconds.
/// - The resolver's word that there is no such address ends what was known.
/// - What no probe asked for in `interest` is forgotten.
struct NameCache {
    static let ttlLimits = 5...3_600
    static let unstatedTTL = 30
    /// How long the last answer serves after its time, while the resolver fails.
    static let staleLimit = Nanoseconds.seconds(3_600)
    /// When the resolver is asked again after it failed.
    static let failureTime = Nanoseconds.seconds(5)
    /// The same after it said that there is no such name. Zones ask for minutes to hours, but who has just made a name
    /// wants it watched.
    static let absenceTime = Nanoseconds.seconds(30)
    static let interest = Nanoseconds.seconds(900)
    /// Questions under way; more wait their turn.
    static let questionLimit = 64

    typealias Told = (waiter: NameWaiter, answer: NameAnswer)

    private var entries: [NameEntry?] = []
    private var free: [Int] = []
    private var positions: [NameQuestion: Int] = [:]
    private var due = DeadlineHeap<Int>()
    private var toAsk = QuestionQueue()
    private var asked = 0
    private var counts = ResolverStatistics()

    var statistics: ResolverStatistics {
        var statistics = counts
        statistics.entries = positions.count
        return statistics
    }

    // MARK: Probes

    /// The answer, where one is known.
    mutating func known(_ question: NameQuestion, now: Nanoseconds) -> NameAnswer? {
        guard let position = positions[question] else { return nil }
        entries[position]?.usedAt = now
        guard let answer = entries[position]?.answer(at: now) else { return nil }
        if case .addresses(_, isStale: true) = answer { counts.staleAnswers += 1 }
        return answer
    }

    /// The answer, where one is known; nil: `waiter` will be told, once. `mustWake`: there is something new to do.
    mutating func answer(
        _ question: NameQuestion,
        now: Nanoseconds,
        _ waiter: NameWaiter
    ) -> (answer: NameAnswer?, mustWake: Bool) {
        if let answer = known(question, now: now) { return (answer, false) }
        let position = positions[question] ?? add(question, now: now)
        entries[position]?.add(waiter)
        let isEarliest = due.first.map { waiter.deadline.count < $0.at } ?? true
        let isNew = ask(position)
        putDown(position)
        return (nil, isNew && asked < NameCache.questionLimit || isEarliest)
    }

    private mutating func ask(_ position: Int) -> Bool {
        guard entries[position]?.ask() == true else { return false }
        toAsk.append(position)
        return true
    }

    private mutating func add(_ question: NameQuestion, now: Nanoseconds) -> Int {
        let position = free.popLast() ?? entries.count
        if position == entries.count { entries.append(nil) }
        entries[position] = NameEntry(question, now: now)
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
        while asked < NameCache.questionLimit, let position = toAsk.popFirst() {
            guard let question = entries[position]?.question else { continue }
            asked += 1
            questions.append((position, question))
        }
        return questions
    }

    /// Has what is due asked again, or forgotten, and returns who has waited too long. Their question stays under way: its
    /// outcome is learnt when it comes.
    mutating func meetDeadlines(now: Nanoseconds) -> [Told] {
        var told: [Told] = []
        while let (_, position) = due.popFirst(notAfter: now.count) {
            guard let entry = entries[position], entry.dueAt <= now else { continue }
            told += (entries[position]?.takeLate(at: now) ?? []).map { ($0, .late(entry.question.host)) }
            if entry.askAt <= now, entry.usedAt + NameCache.interest < now {
                forget(position)
            } else {
                if entry.askAt <= now { _ = ask(position) }
                putDown(position)
            }
        }
        return told
    }

    /// Takes an outcome, and returns who waited for it.
    mutating func told(_ outcome: NameOutcome, of key: Int, now: Nanoseconds) -> [Told] {
        asked -= 1
        guard let before = entries[key] else { return [] }
        count(outcome, hadFailed: before.failure != nil)
        entries[key]?.take(outcome, now: now)
        defer { putDown(key) }
        guard let answer = entries[key]?.answer(at: now) else { return [] }
        return (entries[key]?.takeWaiters() ?? []).map { ($0, answer) }
    }

    private mutating func count(_ outcome: NameOutcome, hadFailed: Bool) {
        if hadFailed { counts.failing -= 1 }
        switch outcome {
        case .addresses: counts.answered += 1
        case .noAddress: counts.noAddress += 1
        case .failed: counts.failed += 1
        }
        if case .addresses = outcome { return }
        counts.failing += 1
    }

    private mutating func putDown(_ position: Int) {
        guard let time = entries[position]?.dueAt, time.count < .max else { return }
        due.insert(position, at: time.count)
    }

    private mutating func forget(_ position: Int) {
        guard let entry = entries[position] else { return }
        if entry.failure != nil { counts.failing -= 1 }
        positions[entry.question] = nil
        entries[position] = nil
        free.append(position)
    }

    // MARK: Ends

    mutating func takeWaiters() -> [NameWaiter] {
        entries.indices.flatMap { entries[$0]?.takeWaiters() ?? [] }
    }
}

extension Nanoseconds {
    static func seconds(_ count: Int64) -> Nanoseconds { Nanoseconds(count: count * 1_000_000_000) }
}
