import Engine
import Exposition
import Probes

extension Histogram {
    /// The scheduler's lag, which it counts by the same rules.
    init(_ lag: LagHistogram) {
        self.init(
            Layout(LagHistogram.bounds.dropLast().map(\.self)),
            counts: lag.counts,
            sum: lag.sum.seconds
        )
    }
}
