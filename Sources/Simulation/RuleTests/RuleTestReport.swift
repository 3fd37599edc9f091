public import Configuration
public import Engine

/// What became of one test.
public struct RuleTestReport: Hashable, Sendable {
    public var test: RuleTest
    /// Empty: it passed.
    public var mismatches: [Mismatch]
    /// What happened, and in its place what was missing.
    public var timeline: [TimelineEntry]

    public var hasPassed: Bool { mismatches.isEmpty }
}

/// One way in which a test did not go as expected.
public struct Mismatch: Hashable, Sendable {
    /// Of the expectation; nil for what nobody expected.
    public var place: Place?
    /// `expected restart of web-1 at 1m10s..1m20s`
    public var message: String
    /// What happened instead, where something like it did.
    public var instead: String?
}

/// A line of a test's timeline, told as a diff.
public struct TimelineEntry: Hashable, Sendable {
    public enum Mark: String, Hashable, Sendable {
        /// Nobody asked for it.
        case plain
        /// As expected.
        case expected
        /// An action, or what must not happen.
        case unexpected
        /// Expected, and did not happen.
        case missing
    }

    /// Nil for what was expected at no time in particular.
    public var at: TimeSpan?
    public var mark: Mark
    public var target: String?
    public var words: String
    public var gates: [GateResult]
}

public enum RuleTestRunner {
    /// Runs a test in its own world. The same test gives the same report.
    public static func run(_ test: RuleTest) -> RuleTestReport {
        var world = RuleTestWorld(test)
        var judge = RuleTestJudge(test, world.run())
        return judge.report()
    }
}
