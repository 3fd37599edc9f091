import Engine
import Synchronization

/// The one door to the API for a whole account: waits as `RateLimiter` says, and counts what passed.
///
/// Clients that share a credential must share this.
public final class RateGate: Sendable {
    private struct State {
        var limiter = RateLimiter()
        var tally = RequestTally()
        var waiting: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextWaiter = 0
    }

    /// Why a request was not sent.
    struct Refusal: Error {
        var words: String
    }

    private enum Step {
        case go
        case wait(RateLimiter.Wait, waiter: Int, AsyncStream<Void>)
    }

    /// A power action waits so long for the limit and no longer: its ground, the confirmation and the inspection, ages.
    static let powerPatience = TimeSpan.seconds(5)

    private let time: any Timekeeper
    private let state = Mutex(State())

    public init(time: any Timekeeper) {
        self.time = time
    }

    /// What has been asked so far, and what is left.
    public var usage: ProviderUsage {
        state.withLock { state in
            ProviderUsage(
                requests: state.tally.counts,
                rateLimitRemaining: state.limiter.remaining,
                rateLimit: state.limiter.limit
            )
        }
    }

    /// Returns when the request may be sent; every return must be followed by `leave`.
    func enter(_ priority: Priority, until deadline: Timestamp) async throws(Refusal) {
        let patience = priority == .power ? min(deadline, time.now() + RateGate.powerPatience) : deadline
        while true {
            switch step(priority) {
            case .go: return
            case .wait(let wait, let waiter, let stream):
                defer { state.withLock { $0.waiting[waiter] = nil } }
                let isTooLong = wait.until.map { $0 > patience } ?? false
                guard !isTooLong, time.now() < patience, !Task.isCancelled else {
                    throw Refusal(words: words(for: wait))
                }
                await pause(until: wait.until ?? patience, or: stream)
            }
        }
    }

    /// The request ended. `code` is its HTTP status, or a word for why there was none.
    func leave(_ endpoint: String, status: Int?, code: String, _ notice: RateLimitNotice) {
        let now = time.now()
        let waiting = state.withLock { state in
            state.limiter.ended(status: status, notice, now: now)
            state.tally.count(endpoint: endpoint, code: code)
            return Array(state.waiting.values)
        }
        for waiter in waiting { waiter.yield() }
    }

    /// Asks, and where it must wait, takes its place among those that are woken in the same breath: no wake-up is lost.
    private func step(_ priority: Priority) -> Step {
        let now = time.now()
        return state.withLock { state in
            switch state.limiter.admit(priority, now: now) {
            case .admitted: return .go
            case .wait(let wait):
                let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
                state.nextWaiter += 1
                state.waiting[state.nextWaiter] = continuation
                return .wait(wait, waiter: state.nextWaiter, stream)
            }
        }
    }

    private func pause(until deadline: Timestamp, or stream: AsyncStream<Void>) async {
        await withTaskGroup { group in
            group.addTask { [time] in await time.sleep(until: deadline) }
            group.addTask { for await _ in stream { return } }
            await group.next()
            group.cancelAll()
        }
    }

    private func words(for wait: RateLimiter.Wait) -> String {
        let end = wait.until.map { " until \($0)" } ?? ""
        return switch wait.reason {
        case .paused: "the API said 429, all requests pause\(end)"
        case .reserved: "what is left of the rate limit\(end) is kept for more urgent requests"
        case .paced: "the next sweep is not due\(end)"
        case .crowded: "too many requests are under way"
        }
    }
}
