import CLibcurl
import Glibc

/// One epoll instance, and the descriptors it watches for reading and errors.
final class Poller: Sendable {
    private let descriptor: Int32

    /// epoll's masks, which reach Swift as another type.
    private enum Mask {
        static let readable: UInt32 = 0x001
        static let error: UInt32 = 0x008
        static let edge: UInt32 = 1 << 31
    }

    struct News {
        let descriptor: Int32
        let hasError: Bool
    }

    init() throws(SystemFailure) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard descriptor >= 0 else { throw SystemFailure("epoll_create1") }
    }

    deinit {
        close(descriptor)
    }

    /// `once` tells of each ring of a doorbell without its being silenced (`EPOLLET`).
    func watch(_ watched: Int32, once: Bool = false) throws(SystemFailure) {
        let mask = once ? Mask.readable | Mask.edge : Mask.readable
        var event = epoll_event(events: mask, data: epoll_data_t(fd: watched))
        guard epoll_ctl(descriptor, EPOLL_CTL_ADD, watched, &event) == 0 else { throw SystemFailure("epoll_ctl") }
    }

    /// Waits for at most so many milliseconds, forever below 0, and calls `body` for each descriptor with news.
    func wait(atMost time: Int32, _ body: (News) -> Void) {
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: 4) { events in
            let count = epoll_wait(descriptor, events.baseAddress, 4, time)
            for index in 0..<max(0, Int(count)) {
                body(News(descriptor: events[index].data.fd, hasError: events[index].events & Mask.error != 0))
            }
        }
    }
}
