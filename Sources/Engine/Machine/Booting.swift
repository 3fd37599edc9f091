/// What is learned of guests' boots, and how far an action got: accepted, completed, power-cycled, booted, serving.
extension Engine {
    /// When the target last began to boot, for all that is known.
    func latestBoot(of index: Int) -> Timestamp? {
        let ours = ledger.latestPower(of: targets[index].target.id).map { $0.answeredAt ?? $0.intendedAt }
        return [ours, targets[index].boots.latest].compactMap(\.self).max()
    }

    mutating func noteBoot(_ boot: BootRecord, target index: Int) {
        targets[index].boots.take(boot)
        keep(.boot(boot))
    }

    /// The platform shows another state than running: when it runs again, it has booted.
    mutating func noteState(_ reading: PlatformReading, startedAt: Timestamp, target index: Int) {
        guard let state = reading.powerState, state != .unknown,
            let before = targets[index].platform?.reading.powerState, before != .unknown
        else { return }
        guard before != .running, state == .running else { return }
        noteBoot(BootRecord(vps: reading.id, began: startedAt, took: nil, cause: .platform), target: index)
        noteCycle(by: "the platform said \(before.rawValue), then running", at: startedAt, target: index)
    }

    mutating func noteUptime(of reading: Inspection, target index: Int) {
        guard let uptime = reading.uptimeSeconds,
            let began = targets[index].bootMarks.take(uptime: uptime, at: reading.startedAt)
        else { return }
        let vps = targets[index].target.id
        noteBoot(BootRecord(vps: vps, began: began, took: nil, cause: .uptime), target: index)
        noteCycle(by: "its uptime fell to \(TimeSpan.seconds(uptime).brief)", at: began, target: index)
    }

    mutating func noteBootID(_ id: UInt64, at time: Timestamp, target index: Int) {
        guard targets[index].bootMarks.take(bootID: id) else { return }
        noteCycle(by: "its boot id is another", at: time, target: index)
    }

    /// A sign of life after a silence that outlasted the action: the guest came up anew.
    mutating func noteAwakening(at time: Timestamp, silentSince: Timestamp?, target index: Int) {
        guard var action = settlingAction(of: index), action.bootedAt == nil, time > action.intendedAt else { return }
        let silence = action.intendedAt - (silentSince ?? .distantPast)
        guard silence >= longestDirectInterval(of: index) * 2 else { return }
        action.bootedAt = time
        if action.cycledAt == nil {
            action.cycledAt = time
            action.cycledBy = "signs of life came back after a silence"
        }
        update(action)
    }

    private mutating func noteCycle(by how: String, at time: Timestamp, target index: Int) {
        guard var action = settlingAction(of: index), action.cycledAt == nil, time >= action.intendedAt else { return }
        action.cycledAt = time
        action.cycledBy = how
        update(action)
    }

    /// The incident is over by its rule's own word; returns the action that cured it, as it is now known.
    mutating func noteServing(since time: Timestamp, target index: Int) -> ActionRecord? {
        guard var action = settlingAction(of: index) else { return nil }
        action.servingAt = time
        update(action)
        if action.cycledAt != nil || action.bootedAt != nil {
            let took = time - action.intendedAt
            let boot = BootRecord(vps: action.vps, began: action.intendedAt, took: took, cause: .action)
            noteBoot(boot, target: index)
        }
        return action
    }

    /// The last power action of the open incident, which what is seen now may tell of.
    private func settlingAction(of index: Int) -> ActionRecord? {
        guard let incident = targets[index].incident else { return nil }
        return ledger.actions.last { $0.incident == incident.record.id && $0.countsAsPower && $0.state != .ineffective }
    }

    private mutating func update(_ action: ActionRecord) {
        ledger.update(action)
        keep(.action(action))
    }
}
