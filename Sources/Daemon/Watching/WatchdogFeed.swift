import Engine

/// Feeds the service manager's watchdog from the engine's own thread: a timer beside the loop could only say that the timer
/// runs. A loop that hangs feeds no more, and the daemon is started anew.
struct WatchdogFeed {
    private let manager: ServiceManager
    private var nextAt: Timestamp = .distantPast

    init(_ manager: ServiceManager) {
        self.manager = manager
    }

    /// The loop came round. Told a few times within the manager's limit, and not for each of a flood of rounds.
    mutating func loopCameRound(at now: Timestamp) {
        guard now >= nextAt else { return }
        nextAt = now + manager.watchdogPace
        manager.feedWatchdog()
    }
}
