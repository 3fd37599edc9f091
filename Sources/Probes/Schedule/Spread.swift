import Engine

/// Spreads the first turns of probes evenly over their interval, the same way every run.
///
/// The k-th probe of an interval starts at the fraction k·φ⁻¹ of it (Fibonacci hashing): for any number of probes the gaps
/// then differ by little, and one more probe moves no other. Offsets are whole ticks, so that turns share wake-ups.
struct Spread {
    private let base: Timestamp
    private var counts: [TimeSpan: UInt64] = [:]

    init(from base: Timestamp) {
        self.base = base
    }

    mutating func firstTurn(of interval: TimeSpan) -> Timestamp {
        let position = counts[interval, default: 0]
        counts[interval] = position + 1
        let fraction = (position &* 0x9E37_79B9_7F4A_7C15) >> 32
        let ticks = UInt64(max(1, interval.milliseconds / Schedule.tick))
        let offset = Int64((fraction &* ticks) >> 32) * Schedule.tick
        return base + .milliseconds(offset)
    }
}
