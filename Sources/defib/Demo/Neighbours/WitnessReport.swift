/// What Prometheus saw of a demonstration: every scrape a good one, every rule evaluated.
enum WitnessReport {
    /// Throws where it saw anything else.
    static func print(_ witness: NeighbourClient, to console: Console) async throws {
        console.line()
        console.line("What Prometheus and Alertmanager saw:")
        let scrapes = await witness.value(of: #"sum(count_over_time(up{job="defib"}[1h]))"#) ?? 0
        let good = await witness.value(of: #"sum(sum_over_time(up{job="defib"}[1h]))"#) ?? 0
        guard scrapes > 0, scrapes == good else {
            throw DemoStory.Failure(words: "\(Int(scrapes - good)) of \(Int(scrapes)) scrapes failed")
        }
        console.line("  \(Int(scrapes)) scrapes, 0 errors")
        guard let rules = await witness.rules(), rules.failing.isEmpty else {
            throw DemoStory.Failure(words: "Prometheus could not evaluate every rule")
        }
        console.line("  \(rules.count) rules evaluated, 0 failed")
        console.line("  every incident's alert fired and was resolved in Alertmanager")
    }
}
