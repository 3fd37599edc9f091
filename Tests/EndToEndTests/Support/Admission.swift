import Synchronization

/// How many theatres may be open at once. The runner starts every test together; a watchdog among dozens of others on two
/// cores would rightly distrust itself, and refuse to act.
final class Admission: Sendable {
    static let shared = Admission(seats: 6)

    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(seats: Int) {
        state = Mutex(State(free: seats))
    }

    /// Waits for a seat, first come, first served, and holds it as long as `body` runs.
    func withSeat<Value>(_ body: () async throws -> Value) async rethrows -> Value {
        await take()
        defer { giveBack() }
        return try await body()
    }

    private func take() async {
        await withCheckedContinuation { continuation in
            let isSeated = state.withLock { state in
                guard state.free > 0 else {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if isSeated { continuation.resume() }
        }
    }

    private func giveBack() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
