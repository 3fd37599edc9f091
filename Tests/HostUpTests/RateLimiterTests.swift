import Engine
import Testing

@testable import HostUp

struct RateLimiterTests {
    private let start = VirtualTime.start

    /// A limiter that was told what is left.
    private func told(_ remaining: Int, of limit: Int?, reset: TimeSpan = .seconds(60)) -> RateLimiter {
        var limiter = RateLimiter()
        #expect(limiter.admit(.power, now: start) == .admitted)
        limiter.ended(status: 200, RateLimitNotice(limit: limit, remaining: remaining, reset: reset), now: start)
        return limiter
    }

    private func isAdmitted(_ priority: Priority, _ limiter: RateLimiter, at now: Timestamp) -> Bool {
        var limiter = limiter
        return limiter.admit(priority, now: now) == .admitted
    }

    @Test func knowingNothingItLetsThrough() {
        for priority in Priority.allCases {
            #expect(isAdmitted(priority, RateLimiter(), at: start))
        }
    }

    @Test(
        "who may still ask, by what is left of a hundred",
        arguments: [
            (100, [.power, .inspection, .agent, .sweep]), (41, [.power, .inspection, .agent, .sweep]),
            (40, [.power, .inspection, .agent]), (26, [.power, .inspection, .agent]), (25, [.power, .inspection]),
            (11, [.power, .inspection]), (10, [.power]), (1, [.power]), (0, []),
        ] as [(Int, [Priority])]
    )
    func reserves(remaining: Int, expected: [Priority]) {
        let limiter = told(remaining, of: 100)
        #expect(Priority.allCases.filter { isAdmitted($0, limiter, at: start) } == expected)
    }

    @Test func whatHoldsUpTheUrgentHoldsUpTheRest() {
        for remaining in 0...60 {
            let limiter = told(remaining, of: 60)
            let admitted = Priority.allCases.map { isAdmitted($0, limiter, at: start) }
            #expect(admitted == admitted.sorted { $0 && !$1 }, "with \(remaining) left")
        }
    }

    @Test func theResetGivesEveryoneAnotherTry() {
        var limiter = told(0, of: 100, reset: .seconds(60))
        #expect(limiter.admit(.sweep, now: start) == .wait(.init(reason: .reserved, until: start + .seconds(60))))
        #expect(limiter.admit(.sweep, now: start + .seconds(60)) == .admitted)
        #expect(limiter.remaining == nil)
    }

    @Test func aLimitWithoutAResetIsForgottenInTime() {
        var limiter = RateLimiter()
        _ = limiter.admit(.power, now: start)
        limiter.ended(status: 200, RateLimitNotice(remaining: 0), now: start)
        #expect(!isAdmitted(.power, limiter, at: start + .seconds(59)))
        #expect(isAdmitted(.sweep, limiter, at: start + .seconds(60)))
    }

    @Test func whatIsAskedCountsBeforeTheAnswerSaysSo() {
        var limiter = told(12, of: 100)
        #expect(limiter.admit(.inspection, now: start) == .admitted)
        #expect(limiter.admit(.inspection, now: start) == .admitted)
        #expect(limiter.remaining == 10)
        #expect(limiter.admit(.inspection, now: start) != .admitted)
    }

    @Test func requestsUnderWayAreTakenOffAnOlderAnswer() {
        var limiter = told(100, of: 100)
        for _ in 0..<3 { _ = limiter.admit(.inspection, now: start) }
        limiter.ended(status: 200, RateLimitNotice(limit: 100, remaining: 97, reset: .seconds(60)), now: start)
        #expect(limiter.remaining == 95)
    }

    @Test func a429PausesEveryoneForAsLongAsItSays() {
        var limiter = RateLimiter()
        _ = limiter.admit(.sweep, now: start)
        limiter.ended(status: 429, RateLimitNotice(retryAfter: .seconds(30)), now: start)
        for priority in Priority.allCases {
            let wait = RateLimiter.Wait(reason: .paused, until: start + .seconds(30))
            #expect(limiter.admit(priority, now: start + .milliseconds(29_999)) == .wait(wait))
            #expect(isAdmitted(priority, limiter, at: start + .seconds(30)))
        }
    }

    @Test(
        "how long a 429 pauses",
        arguments: [
            (RateLimitNotice(retryAfter: .zero), .seconds(1)),
            (RateLimitNotice(retryAfter: .hours(24 * 365)), .hours(1)),
            (RateLimitNotice(reset: .seconds(20)), .seconds(20)),
            (RateLimitNotice(reset: .seconds(20), retryAfter: .seconds(5)), .seconds(5)),
            (RateLimitNotice(), .seconds(10)),
        ] as [(RateLimitNotice, TimeSpan)]
    )
    func pause(notice: RateLimitNotice, expected: TimeSpan) {
        var limiter = RateLimiter()
        _ = limiter.admit(.sweep, now: start)
        limiter.ended(status: 429, notice, now: start)
        #expect(!isAdmitted(.power, limiter, at: start + expected - .milliseconds(1)))
        #expect(isAdmitted(.power, limiter, at: start + expected))
    }

    @Test func repeatedRefusalsPauseLongerAndASuccessStartsOver() {
        var limiter = RateLimiter()
        var now = start
        var pauses: [Int64] = []
        for status in [429, 429, 429, 429, 429, 429, 429, 200, 429] {
            #expect(limiter.admit(.sweep, now: now) == .admitted)
            limiter.ended(status: status, RateLimitNotice(), now: now)
            guard status == 429 else { continue }
            guard case .wait(let wait) = limiter.admit(.sweep, now: now), let until = wait.until else {
                Issue.record("must wait")
                return
            }
            pauses.append((until - now).milliseconds / 1_000)
            now = until
        }
        #expect(pauses == [10, 20, 40, 80, 160, 300, 300, 10])
    }

    @Test func sweepsAreSpreadOnceHalfIsGone() {
        var limiter = told(46, of: 100, reset: .seconds(60))
        #expect(limiter.admit(.sweep, now: start) == .admitted)
        // 45 left, 40 of them kept: 5 sweeps in 60 s.
        let next = start + .seconds(12)
        #expect(limiter.admit(.sweep, now: start) == .wait(.init(reason: .paced, until: next)))
        #expect(isAdmitted(.inspection, limiter, at: start))
        #expect(limiter.admit(.sweep, now: next) == .admitted)
    }

    @Test func sweepsAreNotSpreadWhileThereIsPlenty() {
        var limiter = told(90, of: 100)
        #expect(limiter.admit(.sweep, now: start) == .admitted)
        #expect(limiter.admit(.sweep, now: start) == .admitted)
    }

    @Test func theMoreUrgentTheMoreMayBeUnderWay() {
        var limiter = RateLimiter()
        var admitted: [Priority: Int] = [:]
        for priority in Priority.allCases.reversed() {
            while limiter.admit(priority, now: start) == .admitted { admitted[priority, default: 0] += 1 }
        }
        #expect(admitted == [.sweep: 2, .agent: 2, .inspection: 2, .power: 2])
        limiter.ended(status: nil, RateLimitNotice(), now: start)
        #expect(!isAdmitted(.inspection, limiter, at: start))
        #expect(isAdmitted(.power, limiter, at: start))
    }
}
