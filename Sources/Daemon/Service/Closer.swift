import Engine
import Logging
import Probes
import ServiceLifecycle

/// Ends a daemon cleanly within seconds: no new probes, no new actions, what was sent is answered or stays journalled as
/// of unknown outcome, and everything known is written.
struct Closer: Service {
    /// For the answer of a power action that has been sent.
    static let patience = 50
    /// For notifications that are on their way; the rest stay in the journal for the next start.
    static let lastDeliveries = Duration.milliseconds(500)

    let parts: DaemonParts
    let loop: EngineLoop
    let runner: EffectRunner
    let replies: Replies

    func run() async throws {
        // Ends with the graceful shutdown.
        try? await gracefulShutdown()
        parts.manager.tellStopping()
        parts.log.notice("shutting down")
        loop.drain()
        parts.scheduler.stop()
        for _ in 0..<Closer.patience where runner.isActing {
            try? await Task.sleep(for: .milliseconds(100))
        }
        try? await Task.sleep(for: Closer.lastDeliveries)
        replies.resolveAll(with: .notPossible("Defib is shutting down"))
        parts.queue.close()
    }
}
