import CLibcurl
import Glibc

/// An epoll instance that remembers what it watches and lets the kernel forget by itself, so that a fresh connection costs one
/// call of epoll_ctl(2) where libcurl's own order of things (out, in, none) would cost three.
///
/// A socket is first watched edge-triggered for both directions: what libcurl waits for next needs no change. Once it waits
/// for something whose edge is spent, since there may be more to read, the socket is watched level-triggered. When libcurl no
/// longer waits nothing is done, for it is about to close the socket, which ends the watch; if instead it keeps the
/// connection, the watch ends when the peer first stirs.
struct EpollSet: ~Copyable {
    /// The masks of epoll_ctl(2), which the importer gives another type.
    enum Mask {
        static let readable = EPOLLIN.rawValue
        static let writable = EPOLLOUT.rawValue
        static let trouble = EPOLLERR.rawValue | EPOLLHUP.rawValue
        static let edgeTriggered = EPOLLET.rawValue
        static let bothEdges = readable | writable | edgeTriggered
    }

    struct Event {
        let descriptor: Int32
        let mask: UInt32
    }

    private struct Watch {
        /// What the kernel was told; 0: nothing.
        var told: UInt32 = 0
        /// What is waited for; 0: nothing.
        var wanted: UInt32 = 0
        /// The edges that were reported since it was told to report edges.
        var spent: UInt32 = 0
        /// We are told when it is closed, so that nothing need be done before. libcurl has sockets of its own, too.
        var isAdopted = false
    }

    private let descriptor: Int32
    /// By descriptor. Descriptors are small, the lowest free number is always the next.
    private var watches: [Watch] = []
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

    /// Waits for `mask` at `watched` from now on, or for nothing where that is 0.
    mutating func watch(_ watched: Int32, for mask: UInt32) {
        grow(to: watched)
        let index = Int(watched)
        watches[index].wanted = mask
        guard watches[index].isAdopted else {
            if watches[index].told != mask { tell(index, mask) }
            return
        }
        if mask != 0 { settle(index) }
    }

    /// For an eventfd that is never read.
    mutating func watchEdges(of watched: Int32) {
        grow(to: watched)
        tell(Int(watched), Mask.bothEdges)
    }

    /// A new socket whose end `forget` will tell.
    mutating func adopt(_ opened: Int32) {
        grow(to: opened)
        watches[Int(opened)] = Watch(isAdopted: true)
    }

    private mutating func grow(to watched: Int32) {
        let index = Int(watched)
        guard index >= watches.count else { return }
        watches.append(contentsOf: repeatElement(Watch(), count: index + 64 - watches.count))
    }

    /// Takes note that the descriptor is closed, or no longer ours: its number may come back as another's.
    mutating func forget(_ closed: Int32) {
        guard watches.indices.contains(Int(closed)) else { return }
        watches[Int(closed)] = Watch()
    }

    /// What of an event is waited for, trouble always; nil: nothing is.
    func wanted(of event: Event) -> UInt32? {
        let index = Int(event.descriptor)
        guard watches.indices.contains(index), watches[index].wanted != 0 else { return nil }
        let ready = event.mask & (watches[index].wanted | Mask.trouble)
        return ready == 0 ? nil : ready
    }

    /// To be called once an event was acted on: what is still waited for must be reported again.
    mutating func settle(after event: Event) {
        let index = Int(event.descriptor)
        guard watches.indices.contains(index), watches[index].told != 0, watches[index].isAdopted else { return }
        watches[index].spent |= event.mask
        if watches[index].wanted == 0 { tell(index, 0) } else { settle(index) }
    }

    private mutating func settle(_ index: Int) {
        let watch = watches[index]
        if watch.told == 0 { return tell(index, Mask.bothEdges) }
        guard watch.told & Mask.edgeTriggered != 0 ? watch.spent & watch.wanted != 0 : watch.told != watch.wanted
        else { return }
        tell(index, watch.wanted)
    }

    private mutating func tell(_ index: Int, _ mask: UInt32) {
        let operation = mask == 0 ? EPOLL_CTL_DEL : watches[index].told == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD
        watches[index].told = mask
        watches[index].spent = 0
        var event = epoll_event(events: mask, data: epoll_data_t(fd: Int32(index)))
        guard epoll_ctl(descriptor, operation, Int32(index), &event) != 0, mask != 0 else { return }
        // The descriptor was closed and its number given out again without our being told.
        _ = epoll_ctl(descriptor, errno == EEXIST ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, Int32(index), &event)
    }

    /// Waits for at most `timeout` milliseconds (-1: without end); returns how many events there are to ask for.
    mutating func wait(timeout: Int32) -> Int {
        Int(max(0, epoll_wait(descriptor, &ready, Int32(ready.count), timeout)))
    }

    func event(_ index: Int) -> Event {
        Event(descriptor: ready[index].data.fd, mask: ready[index].events)
    }
}
