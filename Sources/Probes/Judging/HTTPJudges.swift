import Engine
import Synchronization

/// The judges of HTTP answers, one for all probes that expect the same: 320 bytes a probe less.
final class HTTPJudges: Sendable {
    private let state = Mutex(State())

    private struct State {
        var known: [HTTPExpectation: Known] = [:]
        /// When to forget those that no probe has any more.
        var limit = 64
    }

    private struct Known {
        weak var judge: HTTPJudge?
    }

    func judge(_ check: HTTPCheck) throws(ProbeFault) -> HTTPJudge {
        let expected = HTTPExpectation(check)
        // A pattern serves one body at a time: one that never ends would hold up every probe that shares it.
        if expected.bodyMatches != nil { return try HTTPJudge(expected) }
        if let judge = state.withLock({ $0.known[expected]?.judge }) { return judge }
        let made = try HTTPJudge(expected)
        state.withLock { state in
            state.known[expected] = Known(judge: made)
            guard state.known.count > state.limit else { return }
            state.known = state.known.filter { $0.value.judge != nil }
            state.limit = 2 * max(32, state.known.count)
        }
        return made
    }
}
