import CLibcurl
import Glibc
import Synchronization

/// What other threads want of the loop: a list behind a lock, and an eventfd that wakes the loop where it sleeps.
final class Mailbox: Sendable {
    enum Command: Sendable {
        case start(Exchange, ticket: UInt64, RunTerms, TransferCompletion)
        case cancel(Exchange, UInt64)
        /// A lodger moves in, or wants its turn now.
        case lodge(any Lodger)
        /// A request that could not even be made ready; its completion too belongs on the loop's thread.
        case refuse(TransferError, TransferCompletion)
    }

    private struct State {
        var commands: [Command] = []
        /// The loop waits in epoll, or is about to; whoever posts then must write to the eventfd, others need not.
        var isAsleep = false
        var isClosed = false
    }

    /// Never read: the loop watches it edge-triggered, and 2⁶⁴ wake-ups do not come.
    let wakeUp: Int32
    private let state = Mutex(State())
    private let tickets = Atomic<UInt64>(0)

    init() {
        wakeUp = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    }

    deinit {
        if wakeUp >= 0 { close(wakeUp) }
    }

    /// Rising from 1; tells the runs of one exchange apart.
    func takeTicket() -> UInt64 {
        tickets.add(1, ordering: .relaxed).newValue
    }

    /// False once closed: the command was not taken.
    @discardableResult
    func post(_ command: Command) -> Bool {
        post { $0.append(command) }
    }

    /// Several commands for one lock and at most one wake-up.
    func post(_ fill: (inout [Command]) -> Void) -> Bool {
        let (isTaken, mustWake) = state.withLock { state in
            guard !state.isClosed else { return (false, false) }
            fill(&state.commands)
            defer { state.isAsleep = false }
            return (true, state.isAsleep)
        }
        if mustWake { wake() }
        return isTaken
    }

    /// Takes no further command; those already posted are still delivered.
    func closeForGood() {
        state.withLock { $0.isClosed = true }
        wake()
    }

    /// Swaps the commands posted so far into the emptied `buffer`. False once closed.
    func take(into buffer: inout [Command]) -> Bool {
        buffer.removeAll(keepingCapacity: true)
        return state.withLock { state in
            state.isAsleep = false
            swap(&state.commands, &buffer)
            return !state.isClosed
        }
    }

    /// Announces that the loop goes to sleep. False where there is something to do first.
    func beginSleep() -> Bool {
        state.withLock { state in
            state.isAsleep = state.commands.isEmpty && !state.isClosed
            return state.isAsleep
        }
    }

    /// Announces that the loop is awake, and will look here before it sleeps again: what its own thread posts meanwhile needs no
    /// wake-up, which would cost a system call and an idle turn.
    func endSleep() {
        state.withLock { $0.isAsleep = false }
    }

    private func wake() {
        var one: UInt64 = 1
        _ = write(wakeUp, &one, MemoryLayout<UInt64>.size)
    }
}
