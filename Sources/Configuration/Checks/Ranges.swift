internal import Engine

/// Between which ends each number can be.
struct Ranges {
    /// Probes of a target the rule is for, at most; nil where there is none.
    let mostProbes: Int?
    private let targets: [TargetDraft]

    init(matched: [TargetDraft], targets: [TargetDraft]) {
        mostProbes = matched.map(\.probeNames.count).max()
        self.targets = targets
    }

    private func range(of quantity: Expression.Quantity) -> ClosedRange<Double> {
        switch quantity {
        case .latency: 0...(.infinity)
        case .loss: 0...1
        case .status: 100...599
        case .streak: 1...(.infinity)
        case .count: 0...(mostProbes.map(Double.init) ?? .infinity)
        case .targets(_, let label):
            0...(targets.isEmpty ? .infinity : Double(targets.count { $0.target.labels.contains(label) }))
        case .certificateLeft: -.infinity...(.infinity)
        }
    }

    /// One number from each stretch that the thresholds make of the range: nothing compares otherwise in between.
    func samples(of quantity: Expression.Quantity, around thresholds: [Double]) -> [Double] {
        let range = range(of: quantity)
        let step = isWhole(quantity) ? 1 : 1e-6
        let ends = [range.lowerBound, range.upperBound].filter(\.isFinite)
        return (ends + thresholds.flatMap { [$0 - step, $0, $0 + step] }).filter(range.contains)
    }

    private func isWhole(_ quantity: Expression.Quantity) -> Bool {
        switch quantity {
        case .status, .streak, .count, .targets: true
        case .latency, .loss, .certificateLeft: false
        }
    }
}
