import CLibcurl
import Glibc

/// One epoll instance, and the descriptors it watches for reading and errors.
final class Poller: Sendable {
    private let descriptor: Int32

    /// epoll's masks, which reach Swift as another type.
    private static let readable: UInt32 = 0x001

    init() throws(SystemFailure) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard descriptor >= 0 else { throw SystemFailure("epoll_create1") }
    }

    deinit {
        close(descriptor)
    }

    func watch(_ watched: Int32) throws(SystemFailure) {
        var event = epoll_event(events: Poller.readable, data: epoll_data_t(fd: watched))
        guard epoll_ctl(descriptor, EPOLL_CTL_ADD, watched, &event) == 0 else { throw SystemFailure("epoll_ctl") }
    }

    /// Waits for at most so many milliseconds, forever below 0, and calls `body` for each descriptor with news.
    func wait(atMost time: Int32, _ body: (Int32) -> Void) {
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: 4) { events in
            let count = epoll_wait(descriptor, events.baseAddress, 4, time)
            for index in 0..<max(0, Int(count)) { body(events[index].data.fd) }
        }
    }
}
