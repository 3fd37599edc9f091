public import Engine

/// The whole watch in one answer.
public struct StatusView: Codable, Hashable, Sendable {
    public var version: String
    public var mode: String
    public var startedAt: String
    public var now: String
    /// Why it is not ready; absent when it is.
    public var notReady: String?
    /// How many targets are in each state, those in which none is left out; all of them together are the fleet.
    public var targets: [String: Int]?
    public var pause: PauseView?
    /// Why the watchdog distrusts itself, and so sends nothing.
    public var distrust: String?
    public var storm: StormView
    /// Storms tripped too often: nothing is sent until a person unlatches.
    public var latch: LatchView?
    /// In force.
    public var silences: [SilenceView]?
    /// Rules that are disarmed, whatever their mode says.
    public var distrustedRules: [String]?
    /// Those with limits of their own.
    public var groups: [GroupView]?
    public var fleetBudgetLeft: Int?
    public var notificationsWaiting: Int
    /// What is wrong with the configuration on disk, which therefore is not the one in force.
    public var configurationFault: String?
    public var journalFault: String?
    /// Absent without one.
    public var heartbeat: HeartbeatView?

    public struct PauseView: Codable, Hashable, Sendable {
        public var by: String
        public var reason: String
        public var at: String?
    }

    public struct LatchView: Codable, Hashable, Sendable {
        public var reason: String
        public var at: String
    }

    public struct StormView: Codable, Hashable, Sendable {
        public var isStorm: Bool
        public var unresponsive: Int
        public var threshold: Int
    }
}

extension StatusView {
    public init(
        _ view: EngineView,
        targets: [EngineView.TargetCondition: Int],
        version: String,
        startedAt: Timestamp,
        now: Timestamp,
        notReady: String? = nil,
        configurationFault: String? = nil,
        journalFault: String? = nil,
        heartbeat: HeartbeatView? = nil
    ) {
        self.version = version
        mode = view.mode.rawValue
        self.startedAt = startedAt.description
        self.now = now.description
        self.notReady = notReady
        self.targets = Dictionary(uniqueKeysWithValues: targets.map { ($0.rawValue, $1) })
        pause = PauseView(view)
        distrust = view.distrust
        storm = StormView(isStorm: view.isStorm, unresponsive: view.unresponsive, threshold: view.stormThreshold)
        latch = view.latch.map { LatchView(reason: $0.reason, at: $0.at.description) }
        silences = view.silences.map(SilenceView.init)
        distrustedRules = view.disarmed.map(\.rule)
        groups = view.groups.map(GroupView.init)
        fleetBudgetLeft = view.fleetBudgetLeft
        notificationsWaiting = view.notificationsWaiting
        self.configurationFault = configurationFault
        self.journalFault = journalFault
        self.heartbeat = heartbeat
    }
}

extension StatusView {
    public var targetCount: Int { (targets ?? [:]).values.reduce(0, +) }
    public var targetsUp: Int { targets?["up"] ?? 0 }

    /// In words, how many targets there are beside these, and how they are: `9,800 more: 9,790 up, 10 unknown`. Nil: none.
    public func rest(beyond shown: [TargetView]) -> String? {
        var rest = targets ?? [:]
        for target in shown { rest[target.state, default: 0] -= 1 }
        let states = EngineView.TargetCondition.worstFirst.compactMap { condition -> String? in
            guard let count = rest[condition.rawValue], count > 0 else { return nil }
            return "\(count) \(condition.rawValue.replacing("_", with: " "))"
        }
        guard !states.isEmpty else { return nil }
        return "\(targetCount - shown.count) more: \(states.joined(separator: ", "))"
    }
}

extension StatusView.PauseView {
    /// Nil while nothing pauses. The file counts beside the command, and comes first, since `defib resume` lifts it not.
    init?(_ view: EngineView) {
        if view.pauseFile {
            self.init(by: "file", reason: "the file PAUSED is in data_dir; remove it to resume", at: nil)
        } else if let pause = view.pause, pause.isPaused {
            self.init(by: pause.by, reason: pause.reason, at: pause.at.description)
        } else {
            return nil
        }
    }
}
