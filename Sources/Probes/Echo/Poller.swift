import CLibcurl
import Glibc

/// One epoll instance, and the descriptors it watches for reading and errors.
final class Poller: Sendable {
    private let descriptor: Int32

    /// epoll's masks, which reach Swift as another type.
    private enum Mask {
        static let readable: UInt32 = 0x001
        static let oneShot: UInt32 = 1 << 30
        static let edge: UInt32 = 1 << 31
    }

    init() throws(SystemFailure) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard descriptor >= 0 else { throw SystemFailure("epoll_create1") }
    }

    deinit {
        close(descriptor)
    }

    /// Tells of each ring of a doorbell without its being silenced (`EPOLLET`).
    func watch(doorbell: Int32) throws(SystemFailure) {
        try control(EPOLL_CTL_ADD, doorbell, Mask.readable | Mask.edge)
    }

    /// Tells of a socket once, and not again until it is armed again (`EPOLLONESHOT`).
    func watch(socket: Int32) throws(SystemFailure) {
        try control(EPOLL_CTL_ADD, socket, Mask.readable | Mask.oneShot)
    }

    /// From any thread, also while another waits.
    func arm(_ socket: Int32) throws(SystemFailure) {
        try control(EPOLL_CTL_MOD, socket, Mask.readable | Mask.oneShot)
    }

    private func control(_ operation: Int32, _ watched: Int32, _ mask: UInt32) throws(SystemFailure) {
        var event = epoll_event(events: mask, data: epoll_data_t(fd: watched))
        guard epoll_ctl(descriptor, operation, watched, &event) == 0 else { throw SystemFailure("epoll_ctl") }
    }

    /// Waits for at most so many milliseconds, forever below 0, and calls `body` for each descriptor with news.
    func wait(atMost time: Int32, _ body: (Int32) -> Void) {
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: 4) { events in
            let count = epoll_wait(descriptor, events.baseAddress, 4, time)
            for index in 0..<max(0, Int(count)) { body(events[index].data.fd) }
        }
    }
}
