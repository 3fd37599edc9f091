import CLibcurl
import Glibc

/// Wakes one waiting thread from any other (eventfd(2)). Rings that meet no waiter are kept as one.
public final class Doorbell: Sendable {
    public let descriptor: Int32

    public init() throws(SystemFailure) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard descriptor >= 0 else { throw SystemFailure("eventfd") }
    }

    deinit {
        close(descriptor)
    }

    public func ring() {
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }

    /// Takes back every ring so far.
    public func silence() {
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
    }

    /// Returns when rung, or after the time, whichever comes first.
    public func wait(atMost time: Int32) {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        if poll(&watched, 1, time) > 0 { silence() }
    }
}
