import Engine

/// Turns host names into addresses for all probes, on a thread of its own, and remembers them as `NameCache` says.
///
/// Names come from /etc/hosts and DNS (c-ares), not from other modules of the name service switch. The resolver's failures
/// are its own and no target's: a probe goes to the last known address and is up or unknown there, or is unknown.
public final class Resolver: Sendable {
    private let desk: ResolverDesk
    private let thread: ServiceThread

    /// Throws where the process is out of descriptors or threads.
    public convenience init() throws(SystemFailure) {
        try self.init(servers: nil)
    }

    /// `servers` as `address:port,…` in place of /etc/resolv.conf's. The thread stays in the caller's network namespace.
    init(servers: String?) throws(SystemFailure) {
        let desk = try ResolverDesk()
        self.desk = desk
        thread = try ServiceThread.start("defib-resolver") { ResolverWorker(desk: desk, servers: servers).run() }
    }

    deinit {
        desk.close()
        thread.detach()
    }

    /// The answer, where one is known. Nil: `completion` is called with it once, on the resolver's thread, at the deadline
    /// or a little later if not before.
    func resolve(
        _ host: String,
        family: AddressFamily,
        deadline: Nanoseconds,
        _ completion: @escaping @Sendable (NameAnswer) -> Void
    ) -> NameAnswer? {
        desk.answer(NameQuestion(host: host, family: family), NameWaiter(deadline: deadline, completion: completion))
    }

    /// The same without asking.
    func known(_ host: String, family: AddressFamily) -> NameAnswer? {
        desk.known(NameQuestion(host: host, family: family))
    }

    public var statistics: ResolverStatistics { desk.statistics }
}
