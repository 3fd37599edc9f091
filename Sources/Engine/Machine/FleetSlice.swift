/// A stretch of the fleet at one moment. Ten thousand targets copied at once would hold up every decision meanwhile, and a
/// copy kept by a reader would make the engine's next step copy them all; so they are read a stretch at a time, each
/// consistent in itself, and only what changes is copied.
public struct FleetSlice: Sendable {
    /// Slices of one epoch have the same targets.
    public var epoch: UInt32
    /// All of the fleet, in the order of the configuration: the engine's own array, which nothing is copied for.
    public var fleet: [Target]
    /// Which of them it is about.
    public var range: Range<Int>
    /// In that order.
    public var targets: [TargetReading] = []
    /// Of these targets in turn, each one's in the order of its probes.
    public var probes: [ProbeReading] = []
    /// Those open, of these targets.
    public var incidents: [IncidentRecord] = []

    public struct TargetReading: Sendable {
        public var state: EngineView.TargetCondition
        public var powerState: PowerState?
        /// The provider's `primaryIp`, else the first that a probe names literally.
        public var address: IPAddress?
        /// What the account's listing said of it as labels, where discovery keeps it.
        public var meta: [Label]
        /// The one that is open.
        public var incident: Int64?
        /// What is left of the budget of the rule that owns, or would own, its incident.
        public var budgetLeft: Int?
    }

    public struct ProbeReading: Sendable {
        public var isProven: Bool
        public var latest: Observation?
        public var streak: Int
    }

    public var isLast: Bool { range.upperBound == fleet.count }
}

extension FleetSlice {
    /// A target with what is known of it.
    public struct Summary: Sendable {
        public var target: Target
        public var reading: TargetReading
        /// As many as the target has probes, in their order.
        public var probes: ArraySlice<ProbeReading>
    }

    public var summaries: [Summary] {
        var position = 0
        return zip(range, targets).map { index, reading in
            let start = position
            position += fleet[index].probes.count
            return Summary(target: fleet[index], reading: reading, probes: probes[start..<position])
        }
    }
}

extension Engine {
    /// The targets at these indices, as far as there are so many.
    public func slice(_ wanted: Range<Int>, at now: Timestamp) -> FleetSlice {
        let range = wanted.clamped(to: targets.indices)
        var slice = FleetSlice(epoch: epoch, fleet: policy.targets, range: range)
        slice.targets.reserveCapacity(range.count)
        slice.probes.reserveCapacity(range.reduce(0) { $0 + targets[$1].probes.count })
        let spending = ledger.powerTimes
        for index in range {
            slice.targets.append(reading(of: index, spending, now: now))
            for probe in targets[index].probes.indices { slice.probes.append(targets[index].probes[probe].reading) }
            if let incident = targets[index].incident?.record { slice.incidents.append(incident) }
        }
        return slice
    }

    /// The state of each target at these indices: all that counting them takes.
    public func conditions(of wanted: Range<Int>, at now: Timestamp) -> [EngineView.TargetCondition] {
        wanted.clamped(to: targets.indices).map { targets[$0].condition(at: now) }
    }

    private func reading(
        of index: Int,
        _ spending: [VPSID: [Timestamp]],
        now: Timestamp
    ) -> FleetSlice.TargetReading {
        let id = policy.targets[index].id
        let budget = (targets[index].incident?.rule ?? targets[index].rules.first?.rule)?.perTarget
        return FleetSlice.TargetReading(
            state: targets[index].condition(at: now),
            powerState: targets[index].platform?.powerState,
            address: targets[index].platform?.primaryIP ?? targets[index].ownAddresses.first,
            meta: roster[id]?.meta ?? [],
            incident: targets[index].incident?.record.id,
            budgetLeft: budget.map { budget in
                max(0, budget.count - (spending[id] ?? []).count { $0 > now - budget.window })
            }
        )
    }
}

extension ProbeTrack {
    fileprivate var reading: FleetSlice.ProbeReading {
        FleetSlice.ProbeReading(isProven: isProven, latest: latest, streak: streak)
    }
}

extension TargetState {
    fileprivate func condition(at now: Timestamp) -> EngineView.TargetCondition {
        if let state = incident?.record.state { return state == .handedOver ? .handedOver : .incident }
        if confirmation != nil || rules.contains(where: { $0.trueSince != nil }) { return .suspect }
        if isUnresponsive(at: now) { return .degraded }
        return probes.contains { $0.state(at: now) == .up } ? .up : .unknown
    }
}
