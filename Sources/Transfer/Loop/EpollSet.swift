import CLibcurl
import Glibc

/// An epoll instance that remembers what it watches, so that a change costs one system call and never a failed one.
struct EpollSet: ~Copyable {
    /// The masks of epoll_ctl(2), which the importer gives another type.
    enum Mask {
        static let readable = EPOLLIN.rawValue
        static let writable = EPOLLOUT.rawValue
        static let trouble = EPOLLERR.rawValue | EPOLLHUP.rawValue
        static let edgeTriggered = EPOLLET.rawValue
    }

    struct Event {
        let descriptor: Int32
        let mask: UInt32
    }

    private let descriptor: Int32
    /// By descriptor; 0 where it is not watched. Descriptors are small, the lowest free number is always the next.
    private var masks: [UInt32] = []
    private var ready: [epoll_event]

    /// At most `capacity` events come from one wait. Nil where the process is out of descriptors.
    init?(capacity: Int) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        ready = Array(repeating: epoll_event(), count: capacity)
        if descriptor < 0 { return nil }
    }

    deinit {
        close(descriptor)
    }

    /// Watches `watched` for `mask`, or no longer where that is 0.
    mutating func watch(_ watched: Int32, for mask: UInt32) {
        let index = Int(watched)
        if index >= masks.count {
            masks.append(contentsOf: repeatElement(0, count: index + 64 - masks.count))
        }
        guard masks[index] != mask else { return }
        let operation = mask == 0 ? EPOLL_CTL_DEL : masks[index] == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD
        masks[index] = mask
        var event = epoll_event(events: mask, data: epoll_data_t(fd: watched))
        guard epoll_ctl(descriptor, operation, watched, &event) != 0, mask != 0 else { return }
        // The descriptor was closed and its number given out again without our being told.
        _ = epoll_ctl(descriptor, errno == EEXIST ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, watched, &event)
    }

    /// Waits for at most `timeout` milliseconds (-1: without end); returns how many events there are to ask for.
    mutating func wait(timeout: Int32) -> Int {
        Int(max(0, epoll_wait(descriptor, &ready, Int32(ready.count), timeout)))
    }

    func event(_ index: Int) -> Event {
        Event(descriptor: ready[index].data.fd, mask: ready[index].events)
    }
}
