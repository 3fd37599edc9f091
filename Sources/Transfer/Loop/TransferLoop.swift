import Glibc
import Synchronization

/// Performs transfers, any number at a time, with one libcurl multi handle on one thread of its own.
///
/// Requests come in from any thread. A slow or silent peer delays no one but itself, and is cut by its deadline.
public final class TransferLoop: Transport, Sendable {
    private let mailbox: Mailbox
    private let thread: LoopThread
    private let isJoined = Mutex(false)
    private let shapes: TransferShapes

    /// Fails with `outOfDescriptors` where the system denies the loop its thread or its descriptors.
    public init() throws(TransferError) {
        CurlLibrary.prepare()
        let mailbox = Mailbox()
        // Made here, so that a refusal is the caller's to see, and used there alone.
        guard let reactor = Reactor(mailbox: mailbox) else { throw .cannotStart }
        nonisolated(unsafe) let handedOver = reactor
        guard let thread = LoopThread(running: { handedOver.run() }) else { throw .cannotStart }
        self.mailbox = mailbox
        shapes = TransferShapes(lender: mailbox)
        self.thread = thread
    }

    deinit {
        mailbox.closeForGood()
        if !isJoined.withLock({ $0 }) { pthread_detach(thread.id) }
    }

    /// Performs the request; cancelling the task ends it with `cancelled` and closes its connection.
    public func perform(_ request: TransferRequest) async throws(TransferError) -> TransferResponse {
        let exchange = try Exchange(request)
        let ticket = mailbox.takeTicket()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                submit(exchange, ticket: ticket) { continuation.resume(returning: $0) }
            }
        } onCancel: {
            mailbox.post(.cancel(exchange, ticket))
        }
        return try result.get()
    }

    /// Starts a transfer without a task. `completion` is called once on the loop's thread, where it must be quick and may
    /// start further transfers; after `shutdown` it is called at once, on the caller's. Nil where the request cannot be made,
    /// which the completion is told as well.
    @discardableResult
    public func start(_ request: TransferRequest, completion: @escaping TransferCompletion) -> TransferHandle? {
        do {
            let exchange = try Exchange(request)
            let ticket = mailbox.takeTicket()
            submit(exchange, ticket: ticket, completion)
            return TransferHandle(mailbox: mailbox, exchange: exchange, ticket: ticket)
        } catch {
            if !mailbox.post(.refuse(error, completion)) { completion(.failure(.shutDown)) }
            return nil
        }
    }

    /// Makes a request ready for this loop, to be run many times. Those that differ in no more than where they go and how long they
    /// may take share all the rest. Fails with `invalidRequest`, naming what is wrong.
    public func prepare(_ request: TransferRequest) throws(TransferError) -> PreparedTransfer {
        PreparedTransfer(exchange: try Exchange(request, among: shapes))
    }

    /// The same with what was made ready before; a run still under way makes this one fail with `invalidRequest`.
    @discardableResult
    public func start(_ transfer: PreparedTransfer, completion: @escaping TransferCompletion) -> TransferHandle {
        let ticket = mailbox.takeTicket()
        submit(transfer.exchange, ticket: ticket, completion)
        return TransferHandle(mailbox: mailbox, exchange: transfer.exchange, ticket: ticket)
    }

    /// Starts many with one wake-up, which costs more than a transfer's own start. The handles are in the same order.
    @discardableResult
    public func start(_ batch: [TransferStart]) -> [TransferHandle] {
        let handles = batch.map {
            TransferHandle(mailbox: mailbox, exchange: $0.transfer.exchange, ticket: mailbox.takeTicket())
        }
        let isTaken = mailbox.post { commands in
            for (start, handle) in zip(batch, handles) {
                commands.append(.start(handle.exchange, ticket: handle.ticket, start.terms, start.completion))
            }
        }
        if !isTaken { batch.forEach { $0.completion(.failure(.shutDown)) } }
        return handles
    }

    /// Gives `lodger` a turn now and from then on whenever it is due, until it wants no more. The latest one is the only one. From
    /// any thread, and any number of times.
    public func lodge(_ lodger: any Lodger) {
        mailbox.post(.lodge(lodger))
    }

    /// Ends the thread; what is under way and what comes later fails with `shutDown`. Returns when all completions have
    /// been called, unless called from one of them. Idempotent.
    public func shutdown() {
        mailbox.closeForGood()
        guard !thread.isCurrent else { return }
        isJoined.withLock { isJoined in
            if !isJoined { pthread_join(thread.id, nil) }
            isJoined = true
        }
    }

    private func submit(_ exchange: Exchange, ticket: UInt64, _ completion: @escaping TransferCompletion) {
        let isTaken = mailbox.post(.start(exchange, ticket: ticket, RunTerms(), completion))
        if !isTaken { completion(.failure(.shutDown)) }
    }
}

extension TransferError {
    fileprivate static let cannotStart = TransferError(
        kind: .outOfDescriptors,
        message: "the transfer loop cannot start: the system denies it a thread, epoll or an eventfd"
    )
}
