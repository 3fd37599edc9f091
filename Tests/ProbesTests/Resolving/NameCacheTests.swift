import Engine
import Testing

@testable import Probes

@Suite struct NameCacheTests {
    private var cache = NameCache()
    private let start = Nanoseconds.seconds(1_000)
    private let question = NameQuestion(host: "guest.example", family: .any)
    private let addresses = [IPAddress(v4: 0xC000_0201)]

    private func waiter(until deadline: Nanoseconds) -> NameWaiter { NameWaiter(deadline: deadline) { _ in } }

    private mutating func ask(at now: Nanoseconds) -> NameAnswer? {
        cache.answer(question, now: now, waiter(until: now + .seconds(4))).answer
    }

    /// Asks, takes the question out and answers it.
    private mutating func learn(_ outcome: NameOutcome, at now: Nanoseconds) throws {
        _ = ask(at: now)
        _ = cache.meetDeadlines(now: now)
        let questions = cache.takeQuestions()
        let first = try #require(questions.first)
        #expect(first.question == question)
        _ = cache.told(outcome, of: first.key, now: now)
    }

    @Test mutating func `The first to ask waits, others join it, and all are told`() throws {
        #expect(ask(at: start) == nil)
        #expect(ask(at: start) == nil)
        let questions = cache.takeQuestions()
        #expect(questions.count == 1)
        let key = try #require(questions.first).key
        let told = cache.told(.addresses(addresses, ttl: 60), of: key, now: start)
        #expect(told.map(\.answer) == Array(repeating: .addresses(addresses, isStale: false), count: 2))
        #expect(ask(at: start) == .addresses(addresses, isStale: false))
    }

    @Test mutating func `It is asked again ahead of its end, and no probe waits`() throws {
        try learn(.addresses(addresses, ttl: 60), at: start)
        let due = cache.nextDue()
        #expect(due == start + .seconds(48))
        _ = cache.meetDeadlines(now: start + .seconds(47))
        #expect(cache.takeQuestions().isEmpty)
        _ = cache.meetDeadlines(now: start + .seconds(48))
        #expect(ask(at: start + .seconds(49)) == .addresses(addresses, isStale: false))
        let key = try #require(cache.takeQuestions().first).key
        let other = [IPAddress(v4: 0xC000_0202)]
        _ = cache.told(.addresses(other, ttl: 60), of: key, now: start + .seconds(49))
        #expect(ask(at: start + .seconds(49)) == .addresses(other, isStale: false), "the next probe has the change")
    }

    @Test(arguments: [(0, 24), (1, 4), (5, 4), (60, 48), (1_000_000, 2_880)])
    mutating func `A lifetime is kept within limits`(ttl: Int, again: Int64) throws {
        try learn(.addresses(addresses, ttl: ttl), at: start)
        let due = cache.nextDue()
        #expect(due == start + .seconds(again))
    }

    @Test mutating func `While the resolver fails, the last answer serves for an hour, and is called stale`() throws {
        try learn(.addresses(addresses, ttl: 60), at: start)
        try learn(.failed("SERVFAIL"), at: start + .seconds(48))
        #expect(ask(at: start + .seconds(59)) == .addresses(addresses, isStale: false))
        #expect(ask(at: start + .seconds(61)) == .addresses(addresses, isStale: true))
        #expect(cache.statistics.staleAnswers == 1)
        #expect(cache.statistics.failing == 1)
        #expect(ask(at: start + .seconds(3_659)) == .addresses(addresses, isStale: true))
        let reason = Reason(.resolutionFailed, "guest.example: the resolver fails: SERVFAIL")
        #expect(ask(at: start + .seconds(3_660)) == .failed(reason))
        try learn(.addresses(addresses, ttl: 60), at: start + .seconds(3_661))
        #expect(ask(at: start + .seconds(3_662)) == .addresses(addresses, isStale: false))
    }

    @Test mutating func `A name that is no more ends what was known, and is asked for again after a while`() throws {
        try learn(.addresses(addresses, ttl: 60), at: start)
        try learn(.noAddress("no such name"), at: start + .seconds(48))
        #expect(ask(at: start + .seconds(49)) == .failed(Reason(.resolutionFailed, "guest.example: no such name")))
        #expect(cache.statistics.failing == 1)
        _ = cache.meetDeadlines(now: start + .seconds(77))
        #expect(cache.takeQuestions().isEmpty)
        _ = cache.meetDeadlines(now: start + .seconds(78))
        #expect(cache.takeQuestions().count == 1)
    }

    @Test mutating func `A failure is told for a while, and then asked about again`() throws {
        try learn(.failed("SERVFAIL"), at: start)
        #expect(ask(at: start + .seconds(4)) != nil)
        #expect(cache.takeQuestions().isEmpty)
        _ = cache.meetDeadlines(now: start + .seconds(5))
        #expect(cache.takeQuestions().count == 1)
    }

    @Test mutating func `Who waits too long is told so, others wait on, and the answer is kept`() throws {
        _ = cache.answer(question, now: start, waiter(until: start + .seconds(1)))
        _ = cache.answer(question, now: start, waiter(until: start + .seconds(3)))
        let key = try #require(cache.takeQuestions().first).key
        let due = cache.nextDue()
        #expect(due == start + .seconds(1))
        let told = cache.meetDeadlines(now: start + .seconds(1))
        #expect(told.map(\.answer) == [.late("guest.example")])
        let next = cache.nextDue()
        #expect(next == start + .seconds(3))
        let later = cache.told(.addresses(addresses, ttl: 60), of: key, now: start + .seconds(2))
        #expect(later.map(\.answer) == [.addresses(addresses, isStale: false)])
        #expect(cache.meetDeadlines(now: start + .seconds(3)).isEmpty)
        #expect(ask(at: start + .seconds(6)) == .addresses(addresses, isStale: false))
    }

    @Test mutating func `The thread is woken for what is new alone`() {
        let first = cache.answer(question, now: start, waiter(until: start + .seconds(4)))
        let second = cache.answer(question, now: start, waiter(until: start + .seconds(5)))
        let hasty = cache.answer(question, now: start, waiter(until: start + .seconds(1)))
        #expect([first.mustWake, second.mustWake, hasty.mustWake] == [true, false, true])
    }

    @Test mutating func `Only so many questions are under way`() {
        for number in 0..<200 {
            let question = NameQuestion(host: "guest-\(number)", family: .v4)
            _ = cache.answer(question, now: start, waiter(until: start + .seconds(4)))
        }
        let first = cache.takeQuestions()
        #expect(first.count == NameCache.questionLimit)
        #expect(cache.takeQuestions().isEmpty)
        _ = cache.told(.failed("SERVFAIL"), of: first[0].key, now: start)
        #expect(cache.takeQuestions().map(\.question.host) == ["guest-64"])
    }

    @Test mutating func `What no probe asks for is forgotten`() throws {
        try learn(.addresses(addresses, ttl: 3_600), at: start)
        _ = cache.meetDeadlines(now: start + .seconds(2_880))
        #expect(cache.statistics.entries == 0)
        #expect(cache.takeQuestions().isEmpty)
        #expect(ask(at: start + .seconds(2_881)) == nil)
    }
}
