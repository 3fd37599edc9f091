import Engine
import ServiceLifecycle
import Synchronization

/// Lists the account's VPSs at the configured pace, the first time at start.
struct PlatformSweeper: Service {
    let runner: EffectRunner
    let pace: Pace

    /// The configured pace, which a reload may change.
    final class Pace: Sendable {
        private let milliseconds: Atomic<Int64>
        init(_ pace: TimeSpan) { milliseconds = Atomic(pace.milliseconds) }
        var current: TimeSpan {
            get { TimeSpan(milliseconds: milliseconds.load(ordering: .relaxed)) }
            set { milliseconds.store(newValue.milliseconds, ordering: .relaxed) }
        }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let next = ContinuousClock.now + .milliseconds(pace.current.milliseconds)
                await runner.sweep()
                try? await Task.sleep(until: next, clock: .continuous)
            }
        }
    }
}
