public import Engine

/// What came of one plan.
public struct Outcome: Sendable {
    public var breach: Breach?
    /// Over every effect, in order.
    public var digest: UInt64
    public var tally: Tally
    /// Empty unless asked for.
    public var story: [String]
    /// Simulated time, over all targets.
    public var targetTime: TimeSpan
}

extension Plan {
    /// Runs the plan.
    /// - Parameters:
    ///   - isTold: the story is wanted.
    ///   - isChecked: the checker stands before the provider, as in the daemon; without it, the referee judges alone.
    ///   - isRecorded: every life of the watchdog is replayed from its recorded events (I12).
    public func run(isTold: Bool = false, isRecorded: Bool = false, isChecked: Bool = true) -> Outcome {
        var world = World(self, isTold: isTold, isRecorded: isRecorded, isChecked: isChecked)
        world.run()
        if let breach = world.referee.breach { world.story.tell(world.now, "VIOLATION of \(breach)") }
        let lasted = world.now - World.beginning
        return Outcome(
            breach: world.referee.breach,
            digest: world.digest.value,
            tally: world.tally,
            story: world.story.lines,
            targetTime: lasted * Int64(setup.targets)
        )
    }
}
