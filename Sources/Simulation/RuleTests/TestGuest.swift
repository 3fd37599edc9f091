internal import Configuration
internal import Engine

/// One guest: what it gives now, since its latest change.
struct TestGuest {
    private struct Course<Value: Hashable & Sendable> {
        var series: Series<Value>
        /// From the test's beginning.
        var since: TimeSpan = .zero

        func value(at elapsed: TimeSpan) -> Value { series.value(at: elapsed - since) }
    }

    private var probes: [Course<ProbeAnswer>]
    private var platform: Course<PlatformWord>
    /// How often each action was taken by the provider.
    private var taken: [String: Int] = [:]

    init(_ script: TargetScript) {
        probes = script.probes.map { Course(series: $0) }
        platform = Course(series: script.platform)
    }

    init(upForEver target: Target) {
        self.init(TargetScript(probes: target.probes.map { Series(.up($0.check)) }, platform: Series(.state(.running))))
    }

    func answer(of probe: Int, at elapsed: TimeSpan) -> ProbeAnswer { probes[probe].value(at: elapsed) }

    func platformWord(at elapsed: TimeSpan) -> PlatformWord { platform.value(at: elapsed) }

    /// Counts an action that the provider took; returns which one of its kind it is.
    mutating func count(_ action: String) -> Int {
        taken[action, default: 0] += 1
        return taken[action, default: 0]
    }

    mutating func take(_ reaction: Reaction, _ test: RuleTest, _ index: Int, at elapsed: TimeSpan) {
        let names = test.policy.targets[index].probes.map(\.name)
        for named in reaction.probes {
            guard let probe = names.firstIndex(of: named.probe) else { continue }
            probes[probe] = Course(series: named.series, since: elapsed)
        }
        if let series = reaction.platform { platform = Course(series: series, since: elapsed) }
    }
}
