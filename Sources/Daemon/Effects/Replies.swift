import Engine
import Synchronization

/// Operators who wait for the engine's answer to a power request.
final class Replies: Sendable {
    private struct State {
        var last: Int64 = 0
        var waiting: [Int64: CheckedContinuation<OperatorReply, Never>] = [:]
    }

    private let state = Mutex(State())

    /// Hands a fresh number to `post` and waits until the engine has answered it.
    func ask(_ post: @Sendable (Int64) -> Void) async -> OperatorReply {
        await withCheckedContinuation { continuation in
            let request = state.withLock { state in
                state.last += 1
                state.waiting[state.last] = continuation
                return state.last
            }
            post(request)
        }
    }

    func resolve(_ request: Int64, with reply: OperatorReply) {
        let continuation = state.withLock { $0.waiting.removeValue(forKey: request) }
        continuation?.resume(returning: reply)
    }

    /// Nobody is left waiting at shutdown.
    func resolveAll(with reply: OperatorReply) {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            return state.waiting.values.map(\.self)
        }
        for continuation in waiting { continuation.resume(returning: reply) }
    }
}
