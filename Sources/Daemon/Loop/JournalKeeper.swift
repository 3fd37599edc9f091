import Journal
import Logging
import Probes
import ServiceLifecycle

/// Keeps the journal small and its commits short: packs rows of steps, sums days up, and moves the write-ahead log into the
/// file, on threads of its own, so that no intent waits for it longer than one replacement of rows takes.
struct JournalKeeper: Service {
    static let pace = Duration.seconds(10)
    /// Where little was written it takes one of so many turns: a minute, which is what a power cut may then take of observations.
    static let restful = 6
    /// Bytes of exact events.
    static let little = 64 << 10
    /// Between two pieces of a long backlog, as an upgrade finds it.
    static let breath = Duration.milliseconds(200)

    let store: JournalStore
    let log: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var rested = 0
            while !Task.isCancelled {
                try? await Task.sleep(for: JournalKeeper.pace)
                rested += 1
                guard rested >= JournalKeeper.restful || store.untidiedBytes > JournalKeeper.little else { continue }
                rested = 0
                while !Task.isCancelled, await tidy() { try? await Task.sleep(for: JournalKeeper.breath) }
            }
        }
    }

    /// One piece of work; returns whether there may be more. What fails is tried again at the next turn: that the journal
    /// can't be written is told by the loop, whose commits fail as well.
    private func tidy() async -> Bool {
        await withCheckedContinuation { continuation in
            let work: @Sendable () -> Void = { [store, log] in
                do throws(JournalError) {
                    let isMore = try store.pack()
                    let hasSummed = try store.sumUpDay()
                    try store.settle()
                    continuation.resume(returning: isMore || hasSummed)
                } catch {
                    log.debug("tidying the journal: \(error)")
                    continuation.resume(returning: false)
                }
            }
            guard let thread = try? ServiceThread.start("defib-tidy", work) else {
                return continuation.resume(returning: false)
            }
            thread.detach()
        }
    }
}
