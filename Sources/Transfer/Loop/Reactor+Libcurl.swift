import CLibcurl

/// libcurl's two callbacks: which sockets to watch, and when to call it again.
extension Reactor {
    func installCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        // libcurl's own limit is four times what is under way, so that what waits for its next turn would be closed.
        _ = defib_curl_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, KeptConnections.room)
        _ = defib_curl_multi_setopt_pointer(multi, CURLMOPT_SOCKETDATA, context)
        _ = defib_curl_multi_setopt_socket(multi) { _, socket, wanted, context, _ in
            Reactor.reactor(context)?.watch(socket, wanted: wanted)
            return 0
        }
        _ = defib_curl_multi_setopt_pointer(multi, CURLMOPT_TIMERDATA, context)
        _ = defib_curl_multi_setopt_timer(multi) { _, milliseconds, context in
            Reactor.reactor(context)?.setTimer(milliseconds)
            return 0
        }
    }

    private static func reactor(_ context: UnsafeMutableRawPointer?) -> Reactor? {
        context.map { Unmanaged<Reactor>.fromOpaque($0).takeUnretainedValue() }
    }

    private func watch(_ socket: Int32, wanted: Int32) {
        let mask: UInt32 =
            switch wanted {
            case CURL_POLL_IN: EpollSet.Mask.readable
            case CURL_POLL_OUT: EpollSet.Mask.writable
            case CURL_POLL_INOUT: EpollSet.Mask.readable | EpollSet.Mask.writable
            default: 0
            }
        epoll.watch(socket, for: mask)
    }

    /// -1 withdraws the timer; 0 is due at once, though never from within this callback.
    private func setTimer(_ milliseconds: Int) {
        timerAt = milliseconds < 0 ? nil : SteadyClock.now() + UInt64(milliseconds) * 1_000_000
    }
}
