/// What is learned of a guest's boots.
///
/// A sample runs from the intent of an action until the recovery condition first holds, not until the first sign of life: a
/// kernel answers long before the guest serves, and a reset in between would undo a boot that was going well.
extension Engine {
    /// When the target last began to boot, for all that is known.
    /// - Parameter action: one that is only about to be sent.
    func latestBoot(of index: Int, before action: Int64 = .max) -> Timestamp? {
        let vps = targets[index].target.id
        let ours = ledger.latestPower(of: vps, before: action).map { $0.answeredAt ?? $0.intendedAt }
        return [ours, targets[index].boots.latest].compactMap(\.self).max()
    }

    /// A boot that the provider's own words show while the guest has been silent since: it is on its way up, or hangs there.
    /// Far better evidence than any wait, so that it holds a ladder back whose waits are short. A kernel answers echoes long before
    /// its guest serves, so that signs which the ladder overlooks are no end of a boot.
    func silentBoot(of index: Int, apartFrom overlooked: SignsOfLife) -> Timestamp? {
        guard let boot = targets[index].boots.latestSeen else { return nil }
        return (targets[index].signs.latest(apartFrom: overlooked)?.at ?? .distantPast) < boot ? boot : nil
    }

    mutating func noteBoot(_ boot: BootRecord, target index: Int) {
        targets[index].boots.take(boot)
        keep(.boot(boot))
    }

    /// The platform showed another state than running: now that it runs again, it boots.
    mutating func noteState(_ reading: PlatformReading, startedAt: Timestamp, target index: Int) {
        guard let state = reading.powerState, state != .unknown,
            let before = targets[index].platform?.powerState, before != .unknown
        else { return }
        guard before != .running, state == .running else { return }
        noteBoot(BootRecord(vps: reading.id, began: startedAt, took: nil, cause: .platform), target: index)
        noteCycle(by: "the platform said \(before.rawValue), then running", at: startedAt, target: index)
    }

    /// An uptime that fell since the reading before. The readings must be of this very VPS.
    mutating func noteUptime(_ result: Result<Inspection, ProviderFailure>, of vps: VPSID) {
        guard let index = indexByVPS[vps], case .success(let reading) = result, let uptime = reading.uptimeSeconds,
            !reading.ids.isEmpty, reading.ids.allSatisfy({ $0 == vps.text }),
            let began = targets[index].bootMarks.take(uptime: uptime, at: reading.startedAt)
        else { return }
        noteBoot(BootRecord(vps: vps, began: began, took: nil, cause: .uptime), target: index)
        noteCycle(by: "its uptime fell to \(TimeSpan.seconds(uptime).brief)", at: began, target: index)
    }
}
