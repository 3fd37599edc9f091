/// The actions of the last month, oldest first: what budgets, cooldowns and "one operation" are counted from.
struct ActionLedger: Sendable {
    /// No window of a budget is longer.
    static let memory = Recovered.actionsBack

    private(set) var actions: [ActionRecord]

    init(_ actions: [ActionRecord]) {
        self.actions = actions.sorted { $0.id < $1.id }
    }

    subscript(id: Int64) -> ActionRecord? {
        position(of: id).map { actions[$0] }
    }

    mutating func add(_ action: ActionRecord) {
        actions.removeAll { !$0.state.isOpen && $0.intendedAt < action.intendedAt - ActionLedger.memory }
        actions.append(action)
    }

    mutating func update(_ action: ActionRecord) {
        guard let position = position(of: action.id) else { return }
        actions[position] = action
    }

    private func position(of id: Int64) -> Int? {
        actions.lastIndex { $0.id == id }
    }

    /// Power actions that were, or may have been, taken since the moment: what a budget has spent.
    func spent(since moment: Timestamp, of vps: VPSID? = nil) -> Int {
        #if Mutants
            let latest = actions.last?.intendedAt ?? moment
            let tenth = TimeSpan.milliseconds((latest - moment).milliseconds / 10)
            let moment = Mutant.isActive(.budgetWindowShrunk) ? latest - tenth : moment
        #endif
        return actions.count { $0.countsAsPower && $0.intendedAt > moment && (vps == nil || $0.vps == vps) }
    }

    /// When power actions were, or may have been, taken on each VPS, for whoever asks about many at once. For look-ups only.
    var powerTimes: [VPSID: [Timestamp]] {
        actions.reduce(into: [:]) { times, action in
            if action.countsAsPower { times[action.vps, default: []].append(action.intendedAt) }
        }
    }

    /// The same over a set of VPSs.
    func spent(since moment: Timestamp, among ids: Set<VPSID>) -> Int {
        actions.count { $0.countsAsPower && $0.intendedAt > moment && ids.contains($0.vps) }
    }

    /// The latest power action on a VPS that was, or may have been, taken.
    func latestPower(of vps: VPSID, before action: Int64 = .max) -> ActionRecord? {
        actions.last { $0.vps == vps && $0.countsAsPower && $0.id < action }
    }

    /// Those of one VPS whose outcome is not settled.
    func open(of vps: VPSID) -> [ActionRecord] {
        actions.filter { $0.vps == vps && $0.state.isOpen && $0.isPower }
    }

    /// The latest power action on a VPS outside the given incident.
    func latest(of vps: VPSID, outside incident: Int64?) -> ActionRecord? {
        actions.last { $0.vps == vps && $0.countsAsPower && ($0.incident != incident || incident == nil) }
    }

    /// The latest restart of an incident that was, or may have been, taken.
    func latestRestart(of vps: VPSID, in incident: Int64?) -> ActionRecord? {
        actions.last {
            $0.vps == vps && $0.incident == incident && $0.action == PowerAction.restart.rawValue && $0.countsAsPower
        }
    }
}

extension ActionRecord {
    var isPower: Bool { PowerAction(rawValue: action) != nil }

    /// What the provider shows it did not take is not held against a budget.
    var countsAsPower: Bool { isPower && state != .rejected }
}
