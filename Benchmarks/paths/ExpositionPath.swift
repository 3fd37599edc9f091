import Exposition

/// One sample of `/metrics`: labels that were rendered once, and a value that changed.
struct ExpositionPath: HotPath {
    static let operations = 4_000

    private static let family = MetricFamily(
        "probe_duration_seconds",
        .gauge,
        help: "How long the last probe took.",
        unit: "seconds"
    )
    private let labels: [RenderedLabels]
    private(set) var written = 0

    init() {
        labels = (0..<ExpositionPath.operations).map { number in
            ["target": "web-\(number / 3)", "probe": ["http", "icmp", "tcp"][number % 3], "role": "web"]
        }
    }

    mutating func run() {
        var writer = MetricsWriter(.text, capacity: 1 << 20)
        writer.family(ExpositionPath.family)
        for (number, labels) in labels.enumerated() { writer.sample(microseconds: 2_000 + number % 97, labels) }
        let page = writer.finish()
        precondition(written == 0 || written == page.count, "every block writes the same")
        written = page.count
    }
}
