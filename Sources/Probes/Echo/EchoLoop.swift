import Engine
import Synchronization

/// Pings: one pair of ICMP sockets for all targets, on a thread of its own.
///
/// The sockets belong to the network namespace of the thread that makes the loop. Where they are not permitted, each round
/// says so, and opening them is tried again now and then.
public final class EchoLoop: Sendable {
    private let mailbox: EchoMailbox
    private let thread: Mutex<ServiceThread?>

    /// Starts the thread. Throws where the process is out of descriptors or threads; a missing permission is no error here.
    public init() throws(SystemFailure) {
        let mailbox = try EchoMailbox()
        let poller = try Poller()
        try poller.watch(mailbox.doorbell.descriptor, once: true)
        let sockets = EchoSockets(poller: poller)
        let started = try ServiceThread.start("defib-icmp") {
            EchoWorker(mailbox: mailbox, poller: poller, sockets: sockets).run()
        }
        self.mailbox = mailbox
        thread = Mutex(started)
    }

    deinit {
        mailbox.close()
        thread.withLock { $0 }?.detach()
    }

    /// Ends what is under way as unknown, and then the thread. Not from a completion.
    public func shutDown() {
        mailbox.close()
        let last = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        last?.join()
    }

    /// Starts rounds; the completion of each is called once, on the loop's thread.
    func start(_ requests: [EchoRequest]) {
        guard !requests.isEmpty, !mailbox.post(requests.map { .start($0) }) else { return }
        for request in requests { request.completion(.shutDown) }
    }
}

extension Finding {
    /// The watchdog is going down.
    static let shutDown = Finding(.unknown(Reason(.cancelled, "the watchdog is shutting down")))
}
