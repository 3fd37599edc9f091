import CCares
import Engine
import Glibc

/// One c-ares channel, for one thread: asks /etc/hosts first and then the servers of /etc/resolv.conf.
final class AresChannel {
    private var channel: ares_channel?
    private var outcomes: [(key: Int, outcome: NameOutcome)] = []

    /// What a callback is given.
    private final class Context {
        unowned let channel: AresChannel
        let key: Int
        let family: AddressFamily

        init(_ channel: AresChannel, _ key: Int, _ family: AddressFamily) {
            self.channel = channel
            self.key = key
            self.family = family
        }
    }

    /// To one server; where it does not answer, again after twice as long.
    private static let timeout: Int32 = 1_000
    private static let tries: Int32 = 2

    /// `servers` as `address:port,…` in place of /etc/resolv.conf's.
    init?(servers: String? = nil) {
        guard ares_library_init(ARES_LIB_INIT_ALL) == ARES_SUCCESS, open(servers) else { return nil }
    }

    deinit {
        // Ends what is under way, and calls back for each.
        if let channel { ares_destroy(channel) }
        ares_library_cleanup()
    }

    private func open(_ servers: String?) -> Bool {
        var options = ares_options()
        options.timeout = AresChannel.timeout
        options.tries = AresChannel.tries
        let mask = ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES
        guard ares_init_options(&channel, &options, mask) == 0, let channel else { return false }
        return servers.map { ares_set_servers_ports_csv(channel, $0) == 0 } ?? true
    }

    /// Its outcome is among those that `takeOutcomes` gives, at once or some time.
    func ask(_ question: NameQuestion, key: Int) {
        guard let channel else { return outcomes.append((key, .failed("no resolver"))) }
        var hints = ares_addrinfo_hints()
        hints.ai_socktype = 1
        switch question.family {
        case .any: hints.ai_family = AF_UNSPEC
        case .v4: hints.ai_family = AF_INET
        case .v6: hints.ai_family = AF_INET6
        }
        let context = Unmanaged.passRetained(Context(self, key, question.family)).toOpaque()
        ares_getaddrinfo(channel, question.host, nil, &hints, AresChannel.callback, context)
    }

    private static let callback: ares_addrinfo_callback = { argument, status, _, result in
        defer { if let result { ares_freeaddrinfo(result) } }
        guard let argument else { return }
        let context = Unmanaged<Context>.fromOpaque(argument).takeRetainedValue()
        guard status != ARES_EDESTRUCTION else { return }
        context.channel.outcomes.append((context.key, AresChannel.outcome(status, result, of: context.family)))
    }

    private static func outcome(
        _ status: Int32,
        _ result: UnsafeMutablePointer<ares_addrinfo>?,
        of family: AddressFamily
    ) -> NameOutcome {
        let words = String(cString: ares_strerror(status))
        switch status {
        case ARES_SUCCESS:
            return result.map { addresses($0.pointee) } ?? .failed(words)
        case ARES_ENOTFOUND:
            return .noAddress(words)
        // Of two questions, for either family, it is the later one's outcome alone: the other may have failed.
        case ARES_ENODATA:
            return family == .any ? .failed(words) : .noAddress(words)
        case _:
            return .failed(words)
        }
    }

    /// Good for as long as the shortest-lived record on the way to them, other names included.
    private static func addresses(_ result: ares_addrinfo) -> NameOutcome {
        var (addresses, ttls): ([IPAddress], [Int32]) = ([], [])
        for node in sequence(first: result.nodes, next: { $0?.pointee.ai_next }).prefix(while: { $0 != nil }) {
            guard let node, let address = node.pointee.ai_addr.flatMap({ IPAddress(socketAddress: $0) }) else {
                continue
            }
            addresses.append(address)
            ttls.append(node.pointee.ai_ttl)
        }
        for alias in sequence(first: result.cnames, next: { $0?.pointee.next }).prefix(while: { $0 != nil }) {
            if let alias { ttls.append(alias.pointee.ttl) }
        }
        let ttl = Int(max(0, ttls.min() ?? 0))
        return addresses.isEmpty ? .failed("an answer without addresses") : .addresses(addresses, ttl: ttl)
    }

    /// What is under way fails.
    func cancel() {
        if let channel { ares_cancel(channel) }
    }

    func takeOutcomes() -> [(key: Int, outcome: NameOutcome)] {
        defer { outcomes = [] }
        return outcomes
    }

    /// Waits for answers, the doorbell or `time` in milliseconds (below 0: forever), and has answers and timeouts dealt with.
    func wait(for doorbell: Doorbell, atMost time: Int32) {
        guard let channel else { return doorbell.wait(atMost: time) }
        let capacity = Int(DEFIB_ARES_SOCKETS)
        withUnsafeTemporaryAllocation(of: pollfd.self, capacity: capacity + 1) { watched in
            guard let first = watched.baseAddress else { return }
            let count = Int(defib_ares_watch(channel, first))
            watched[count] = pollfd(fd: doorbell.descriptor, events: Int16(POLLIN), revents: 0)
            var (limit, next) = (timeval(tv_sec: 3_600, tv_usec: 0), timeval())
            let until = ares_timeout(channel, &limit, &next)?.pointee ?? limit
            let retry = Int32(clamping: until.tv_sec * 1_000 + until.tv_usec / 1_000 + 1)
            poll(first, nfds_t(count + 1), time < 0 && count == 0 ? -1 : time < 0 ? retry : min(time, retry))
            if watched[count].revents != 0 { doorbell.silence() }
            defib_ares_process(channel, first, Int32(count))
        }
    }
}
