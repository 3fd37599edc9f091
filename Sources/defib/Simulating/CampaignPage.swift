import Engine
import Simulation

/// What many simulated runs came to, for people and for machines.
struct CampaignPage {
    var result: Campaign.Result
    var seconds: Double

    private var rate: Double { Double(result.runs) / max(seconds, 0.001) }
    private var targetDays: Double { result.targetTime.seconds / 86_400 }

    func print(to console: Console) {
        let tally = result.tally
        console.line(
            Styled(
                "\(result.runs) runs, \(Int(targetDays)) target-days, \(tally.observations) observations, \(tally.crashes) crashes"
            )
        )
        console.line(
            Styled("\(tally.incidents) incidents, \(tally.actions) power actions, \(tally.resets) of them resets")
        )
        console.line(
            Styled(
                "at guests that served or booted, unknown to the watchdog: \(tally.wrongful) actions, \(tally.wrongfulResets) resets"
            )
        )
        if let median = quantile(0.5), let slowest = quantile(0.99) {
            console.line(
                Styled(
                    "first failure to recovery, where an action was taken: median \(median.brief), 99th percentile \(slowest.brief)"
                )
            )
        }
        let mix = Fault.Kind.allCases.compactMap { kind in result.faults[kind].map { "\(kind.rawValue) \($0)" } }
        console.paragraph(Styled("faults, by runs that had them: " + mix.joined(separator: ", ")))
        console.line(Styled("digest \(String(result.digest, radix: 16))"))
        console.line(
            Styled("\(Int(rate)) runs a second, \(Int(targetDays / max(seconds, 0.001))) target-days a second")
        )
        console.line(Styled("\(result.breaches.count) violations", .strong))
    }

    private func quantile(_ share: Double) -> TimeSpan? {
        let sorted = result.tally.recoveries.sorted()
        guard !sorted.isEmpty else { return nil }
        return .milliseconds(sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))])
    }

    var view: View {
        View(
            runs: result.runs,
            targetDays: targetDays,
            incidents: result.tally.incidents,
            actions: result.tally.actions,
            resets: result.tally.resets,
            crashes: result.tally.crashes,
            digest: String(result.digest, radix: 16),
            runsPerSecond: rate,
            targetDaysPerSecond: targetDays / max(seconds, 0.001),
            medianRecovery: quantile(0.5)?.seconds,
            faults: Dictionary(uniqueKeysWithValues: result.faults.map { ($0.key.rawValue, $0.value) }),
            violations: result.breaches.map { .init($0.seed, $0.breach) }
        )
    }

    struct View: Encodable {
        var runs: Int
        var targetDays: Double
        var incidents: Int
        var actions: Int
        var resets: Int
        var crashes: Int
        var digest: String
        var runsPerSecond: Double
        var targetDaysPerSecond: Double
        var medianRecovery: Double?
        var faults: [String: Int]
        var violations: [Violation]

        struct Violation: Encodable {
            var seed: UInt64
            var invariant: String
            var at: Double
            var what: String

            init(_ seed: UInt64, _ breach: Breach) {
                self.seed = seed
                invariant = breach.invariant.rawValue
                at = breach.at.seconds
                what = breach.what
            }
        }
    }
}
