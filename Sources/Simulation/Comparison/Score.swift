internal import Engine

/// One power action, and the truth at the moment it was sent.
public struct Shot: Hashable, Sendable {
    var guest: Int
    var power: PowerAction
    var condition: Guest.Condition
    var isCut: Bool

    /// The guest was serving, booting, off by its owner's wish, or only a service of it had failed.
    var isWrongful: Bool {
        switch condition {
        case .hung, .hungSoftly, .hungInBoot: false
        case .serving, .serviceDown, .booting, .off: true
        }
    }
}

/// A guest that hung, and when it served again.
public struct Outage: Hashable, Sendable {
    var guest: Int
    var from: Timestamp
    var to: Timestamp?
}

/// A decision logic's record over a mix.
public struct Score: Sendable {
    public let name: String
    /// Each per 1,000 target-years.
    public var wrongful = 0.0
    public var wrongfulResets = 0.0
    public var resetsInPartitions = 0.0
    public var hangs = 0.0
    public var untreated = 0.0
    /// Seconds from the hang to serving again, each with its weight.
    private var recoveries: [(seconds: Double, weight: Double)] = []

    init(_ name: String) {
        self.name = name
    }

    /// - Parameter weight: how many such episodes 1,000 target-years have, over how many were run.
    mutating func take(_ tally: Tally, of kind: Fault.Kind, weight: Double) {
        let wrong = tally.shots.filter(\.isWrongful)
        wrongful += Double(wrong.count) * weight
        wrongfulResets += Double(wrong.count { $0.power == .reset }) * weight
        if kind == .partition || kind == .partitionRegion || kind == .cutOne {
            resetsInPartitions += Double(tally.shots.count { $0.power == .reset && $0.isCut }) * weight
        }
        guard kind == .hang || kind == .hangSoftly else { return }
        for outage in tally.outages {
            hangs += weight
            guard let to = outage.to else {
                untreated += weight
                continue
            }
            recoveries.append(((to - outage.from).seconds, weight))
        }
    }

    /// Seconds within which the share of recovered hangs served again; nil without any.
    public func recovery(within share: Double) -> Double? {
        let sorted = recoveries.sorted { $0.seconds < $1.seconds }
        let wanted = sorted.reduce(0) { $0 + $1.weight } * share
        var covered = 0.0
        for sample in sorted {
            covered += sample.weight
            if covered >= wanted { return sample.seconds }
        }
        return sorted.last?.seconds
    }
}
