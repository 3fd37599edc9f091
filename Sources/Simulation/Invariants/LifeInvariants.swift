internal import Engine

/// I3 and I8: no reset beside a sign of life, and nothing that undoes a person's will.
extension Referee {
    func life(_ judged: Judged) -> String? {
        guard judged.power == .reset, !judged.isOverridden(.noSignOfLife) else { return nil }
        let rounds = judged.target.probes.filter { ProbeKind($0.check) != .agent }.map(\.interval).max() ?? .zero
        let window = max(judged.rule?.holdFor ?? .seconds(60), rounds * 2)
        let despite = judged.rung?.despite ?? []
        let sign = known[judged.guest].signs.first { judged.now - $0.at <= window && !despite.contains($0.sign) }
        return sign.map { "\($0.sign.names.joined()) was seen \((judged.now - $0.at).brief) ago, within \(window)" }
    }

    func purpose(_ judged: Judged) -> String? {
        guard judged.power != .start, let off = judged.truths.switchedOffAt, judged.truths.condition == .off else {
            return nil
        }
        let isTold = known[judged.guest].inspection.map { $0.startedAt > off } ?? false
        return isTold && !judged.truths.isLiedAbout ? "its owner switched it off" : nil
    }

    /// Not within the time its boots are known to take.
    func boots(_ judged: Judged) -> String? {
        guard !judged.isOverridden(.bootGrace) else { return nil }
        let kept = known[judged.guest].boots.sorted { $0.began < $1.began }.suffix(32)
        let samples = kept.compactMap(\.took).sorted()
        guard samples.count >= 5 else { return nil }
        let bounds = policy.bootGrace
        let rank = Int((0.95 * Double(samples.count)).rounded(.up)) - 1
        let grace = min(max(samples[rank], bounds.min), bounds.max)
        let ours = sends.last { $0.guest == judged.guest && $0.answer != .rejected }?.at
        guard let latest = [ours, kept.last?.began].compactMap(\.self).max() else { return nil }
        let age = judged.now - latest
        return age < grace ? "it has been booting for \(age.brief), and takes \(grace.brief)" : nil
    }
}
