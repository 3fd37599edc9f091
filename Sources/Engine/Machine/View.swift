/// What readers may know of the engine at one moment, its targets apart: the ground of status pages, the API and metrics.
/// Cheap at any size of the fleet; targets are read in stretches (``FleetSlice``).
public struct EngineView: Sendable {
    /// How many there are.
    public var targets: Int
    public var pause: PauseRecord?
    public var pauseFile: Bool
    public var mode: Mode
    /// Why the watchdog distrusts itself; nil while it does not.
    public var distrust: String?
    public var unresponsive: Int
    public var stormThreshold: Int
    public var isStorm: Bool
    /// What is left of the fleet's budget; nil: no limit.
    public var fleetBudgetLeft: Int?
    public var notificationsWaiting: Int
    /// The same by receiver, those with something waiting alone.
    public var waitingByReceiver: [WaitingLine]
    /// Set where storms latched Defib.
    public var latch: LatchRecord?
    /// In force, by id.
    public var silences: [SilenceRecord]
    /// In the order of the configuration.
    public var rules: [Rule]
    /// Rules that may not act, whatever their mode says.
    public var disarmed: [TrustRecord]
    /// Those with a limit of their own, in the order of the configuration.
    public var groups: [GroupSummary]

    public struct WaitingLine: Hashable, Sendable {
        public var receiver: String
        public var count: Int
    }

    public struct GroupSummary: Sendable {
        /// `region=sto`
        public var name: String
        public var size: Int
        public var unresponsive: Int
        /// Nil: the fleet's limit alone.
        public var stormThreshold: Int?
        public var budgetLeft: Int?

        public init(name: String, size: Int, unresponsive: Int, stormThreshold: Int?, budgetLeft: Int?) {
            self.name = name
            self.size = size
            self.unresponsive = unresponsive
            self.stormThreshold = stormThreshold
            self.budgetLeft = budgetLeft
        }
    }

    /// A target's state in one word.
    public enum TargetCondition: String, Sendable, CaseIterable {
        /// Every proven probe is up.
        case up
        /// A proven probe fails, and no rule's condition holds.
        case degraded
        /// A rule's condition holds, not yet for long enough or not yet confirmed.
        case suspect
        /// An incident is open.
        case incident
        case handedOver = "handed_over"
        /// Nothing is known.
        case unknown

        /// What most needs a person first.
        public static let worstFirst: [TargetCondition] = [.handedOver, .incident, .suspect, .degraded, .unknown, .up]
    }
}

extension Engine {
    /// Why the watchdog distrusts itself; nil while it does not. Costs nothing, unlike the whole view.
    public func selfDistrust(at now: Timestamp) -> String? { health.distrust(at: now) }

    public func view(now: Timestamp) -> EngineView {
        var tally = tally
        _ = tally.expire(at: now)
        let unresponsive = tally.unresponsive
        let threshold = stormThreshold
        return EngineView(
            targets: targets.count,
            pause: pause,
            pauseFile: health.pauseFile,
            mode: policy.mode,
            distrust: health.distrust(at: now),
            unresponsive: unresponsive,
            stormThreshold: threshold,
            isStorm: unresponsive >= threshold,
            fleetBudgetLeft: policy.limits.fleet.map { max(0, $0.count - ledger.spent(since: now - $0.window)) },
            notificationsWaiting: outbox.count,
            waitingByReceiver: outbox.waiting,
            latch: latch?.isLatched == true ? latch : nil,
            silences: silences.filter { $0.isInForce(at: now) },
            rules: policy.rules,
            disarmed: policy.rules.compactMap(distrust),
            groups: groups.indices.map { summary(ofGroup: $0, tally, now: now) }
        )
    }

    private func summary(ofGroup index: Int, _ tally: FleetTally, now: Timestamp) -> EngineView.GroupSummary {
        let group = groups[index]
        return EngineView.GroupSummary(
            name: group.name,
            size: group.members.count,
            unresponsive: tally.byGroup[index],
            stormThreshold: group.limits.storm.map {
                Facts.FleetFacts.stormThreshold(size: group.members.count, storm: $0)
            },
            budgetLeft: group.limits.budget.map {
                max(0, $0.count - ledger.spent(since: now - $0.window, among: group.ids))
            }
        )
    }
}
