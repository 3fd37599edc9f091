public import Engine

/// A file of rule tests without errors, as typed values: what `defib test` runs.
public struct RuleTestFile: Hashable, Sendable {
    public var path: String
    /// The rule files under test, in the order of their rules.
    public var ruleFiles: [String]
    public var tests: [RuleTest]
    /// What is probably not meant: a rule that no test concerns among others.
    public var warnings: [Diagnostic]
}

/// One world and what is expected to happen in it.
public struct RuleTest: Hashable, Sendable {
    public var name: String
    public var place: Place
    /// What the engine decides by: the rules under test, the test's targets first and their neighbours behind them.
    public var policy: Policy
    /// The wall clock when the test begins.
    public var start: Timestamp
    /// How long the test runs.
    public var length: TimeSpan
    /// One for each target that the test describes, in the order of `policy.targets`; those behind them are up for ever.
    public var scripts: [TargetScript]
    /// What the reference target gives, where there is one.
    public var references: Series<ProbeAnswer>
    /// In the order of time; the first is from the beginning.
    public var provider: [ProviderScript]
    public var reactions: [Reaction]
    /// In the order of time.
    public var events: [TestEvent]
    public var expectations: [Expectation]
    /// What must not happen.
    public var exclusions: [Expectation]
}

/// What one target gives over time.
public struct TargetScript: Hashable, Sendable {
    /// One for each of the target's probes, in order.
    public var probes: [Series<ProbeAnswer>]
    public var platform: Series<PlatformWord>

    public init(probes: [Series<ProbeAnswer>], platform: Series<PlatformWord>) {
        self.probes = probes
        self.platform = platform
    }
}

/// What an action does to a guest: from then on it gives other series.
public struct Reaction: Hashable, Sendable {
    /// `restart`, `reset`, `start` or `exec`.
    public var action: String
    /// Index into the test's targets; nil: whichever is acted upon.
    public var target: Int?
    /// Only the so manyth such action on a target, counted from 1; nil: each.
    public var nth: Int?
    /// From the moment the provider takes the action.
    public var after: TimeSpan
    /// By probe name; a probe that is not named goes on as it was.
    public var probes: [NamedSeries]
    public var platform: Series<PlatformWord>?

    public struct NamedSeries: Hashable, Sendable {
        public var probe: String
        public var series: Series<ProbeAnswer>
    }
}

/// What the provider's listing and its reads say of a VPS.
public enum PlatformWord: Hashable, Sendable {
    case state(PowerState)
    /// The listing leaves it out, the reads name no state.
    case absent
}

/// What an operator does, or what befalls the watchdog itself.
public struct TestEvent: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case pause(reason: String)
        case resume
        case silence(Rule.Match, length: TimeSpan, reason: String)
        case unlatch
        /// Closes the open incident of the target with this index.
        case close(target: Int)
        /// The daemon is killed and starts again on what its journal holds.
        case crash
        /// The event loop is found to lag.
        case lag(TimeSpan)
        /// The wall clock is found to have jumped.
        case clockJump(TimeSpan)
    }

    public var at: TimeSpan
    public var kind: Kind
}
