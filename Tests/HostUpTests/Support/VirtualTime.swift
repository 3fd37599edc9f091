import Engine
import Synchronization

@testable import HostUp

/// A clock on which sleeping is instant and moves the time.
final class VirtualTime: Timekeeper {
    private let current: Mutex<Timestamp>

    /// 2026-04-27T12:34:56Z, as in the documented examples.
    static let start = Timestamp(milliseconds: 1_777_293_296_000)

    init(_ start: Timestamp = VirtualTime.start) {
        current = Mutex(start)
    }

    func now() -> Timestamp { current.withLock { $0 } }

    func advance(_ span: TimeSpan) { current.withLock { $0 = $0 + span } }

    func sleep(until deadline: Timestamp) async {
        current.withLock { $0 = max($0, deadline) }
        await Task.yield()
    }
}
