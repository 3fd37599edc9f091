import Engine
import Synchronization

/// Pings: one pair of ICMP sockets for all targets.
///
/// Who starts rounds sends their first echoes, and takes at once what has come back by then; a thread of the loop's own
/// waits for the rest and keeps the deadlines. So a batch of starts costs one wake-up of one thread where the way is short,
/// and where it is not, one more for all that comes back within a tick.
///
/// The sockets belong to the network namespace of the thread that makes the loop. Where they are not permitted, each round
/// says so, and opening them is tried again now and then.
public final class EchoLoop: Sendable {
    let resolver: Resolver
    private let worker: EchoWorker
    private let thread: Mutex<ServiceThread?>

    /// Starts the thread. Throws where the process is out of descriptors or threads; a missing permission is no error here.
    /// Without a `resolver`, it has one of its own.
    public init(resolver: Resolver? = nil) throws(SystemFailure) {
        let names: Resolver
        if let resolver { names = resolver } else { names = try Resolver() }
        let worker = try EchoWorker(resolver: names)
        let started = try ServiceThread.start("defib-icmp") { worker.run() }
        self.resolver = names
        self.worker = worker
        thread = Mutex(started)
    }

    deinit {
        worker.close()
        thread.withLock { $0 }?.detach()
    }

    /// Ends what is under way as unknown, and then the thread. Not from a completion.
    public func shutDown() {
        worker.close()
        let last = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        last?.join()
    }

    /// Starts rounds; the completion of each is called once, before this returns or on the loop's thread.
    func start(_ requests: [EchoRequest]) {
        if !requests.isEmpty { worker.start(requests) }
    }
}

extension Finding {
    /// The watchdog is going down.
    static let shutDown = Finding(.unknown(Reason(.cancelled, "the watchdog is shutting down")))
}
