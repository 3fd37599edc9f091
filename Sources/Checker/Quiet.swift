internal import Engine

/// I7: no storm, no pause, no observe mode, no window, and a watchdog that may trust itself.
extension Findings {
    mutating func checkQuiet() {
        checkMode()
        checkStorm()
        checkTrustInOurselves()
        checkCalm()
        checkBoot()
    }

    private mutating func checkMode() {
        let mode = bundle.mode
        if mode.pause?.isPaused == true || mode.pauseFile { refuse(.quiet, unless: .armed, "it is paused") }
        if mode.isThisMachine { refuse(.quiet, unless: .armed, "the target is this machine") }
        let modes = [("mode", mode.policy), ("target", mode.target), ("rule", mode.rule)]
        for (name, value) in modes where value != .armed {
            refuse(.quiet, unless: .armed, "the \(name) only observes")
        }
        if mode.distrust?.isDisarmed == true { refuse(.quiet, unless: .armed, "the rule is disarmed") }
    }

    private mutating func checkStorm() {
        let fleet = bundle.fleet
        if fleet.latch?.isLatched == true { refuse(.quiet, unless: .storm, "storms have latched it") }
        let suspect = fleet.isSuspectSilenced ? 0 : 1
        if isStorm(fleet.unresponsiveCount + suspect, of: fleet.size, share: fleet.storm) {
            refuse(.quiet, unless: .storm, "\(fleet.unresponsiveCount) others of \(fleet.size) are down")
        }
        for group in bundle.history.groups {
            guard let share = group.storm else { continue }
            let named = fleet.unresponsive.count { group.members.contains($0) }
            let down = max(named, group.unresponsiveCount)
            if isStorm(down + suspect, of: group.size, share: share) {
                refuse(.quiet, unless: .storm, "\(down) others of \(group.name) are down")
            }
        }
        if fleet.unheard > 0 { refuse(.quiet, unless: .storm, "\(fleet.unheard) others were not heard from") }
    }

    /// Two at least, and the share rounded up, in whole numbers: `count ≥ share × size` without a float's last bit.
    private func isStorm(_ count: Int, of size: Int, share: Double) -> Bool {
        let millionths = Int((share * 1_000_000).rounded())
        return count >= 2 && count * 1_000_000 >= millionths * size
    }

    private mutating func checkTrustInOurselves() {
        let health = bundle.health
        if now < health.distrustedUntil { refuse(.quiet, unless: .selfHealth, "it distrusts itself") }
        if now < health.newestRow { refuse(.quiet, unless: .selfHealth, "the clock is behind the journal") }
        if let fault = health.measured?.journalFault {
            refuse(.quiet, unless: .selfHealth, "the journal fails: \(fault)")
        }
        checkMeasurement()
        // Whoever vouches for us was asked after the suspect first failed, and after what was last done to it.
        let since = max(bundle.fleet.since, bundle.firstFailureAt, bundle.confirmation.lastActionAt ?? .distantPast)
        if bundle.fleet.references.isEmpty {
            let isHeard = bundle.fleet.witness.map { $0.startedAt > since && $0.vps != bundle.vps } ?? false
            if !isHeard { refuse(.quiet, unless: .selfHealth, "nobody else answered since \(since)") }
        } else {
            let isReached = bundle.fleet.references.contains { $0.isUp && $0.startedAt.map { $0 > since } ?? false }
            if !isReached { refuse(.quiet, unless: .selfHealth, "no reference answered since \(since)") }
        }
    }

    /// What was measured within the last minute, by the design's words: little lag, no jump, nothing dropped.
    private mutating func checkMeasurement() {
        guard let measured = bundle.health.measured, let at = bundle.health.measuredAt, now - at < .minutes(1) else {
            return
        }
        if measured.pauseFile { refuse(.quiet, unless: .armed, "the file PAUSED is there") }
        let jumped = !(TimeSpan.seconds(-2)...TimeSpan.seconds(2)).contains(measured.clockJump)
        if measured.loopLag > .seconds(1) || measured.scheduleLag > .seconds(5) || jumped
            || measured.droppedObservations > 0
        {
            refuse(.quiet, unless: .selfHealth, "it was measured to lag, to drop results or to have its clock moved")
        }
    }

    private mutating func checkCalm() {
        if let silence = bundle.calm.silences.first(where: { $0.endedAt == nil && now < $0.until }) {
            refuse(.quiet, unless: .window, "silenced until \(silence.until)")
        }
        for window in bundle.calm.windows where Calendar(window.zone).isOpen(window, at: now) {
            refuse(.quiet, unless: .window, "window '\(window.name)' is open")
        }
    }

    /// With five boots seen, none is cut short before the time that nineteen of twenty took.
    private mutating func checkBoot() {
        let sorted = bundle.boot.samples.sorted()
        let ours = bundle.history.actions.filter { $0.vps == bundle.vps && $0.state != .rejected }
        let boots = ours.map { $0.answeredAt ?? $0.intendedAt } + [bundle.boot.latest].compactMap(\.self)
        guard sorted.count >= 5, let latest = boots.max() else { return checkSilentBoot() }
        var covered = 1
        while covered * 100 < sorted.count * 95 { covered += 1 }
        let usual = sorted[covered - 1]
        let bounds = bundle.boot.bounds
        let grace = usual < bounds.min ? bounds.min : usual > bounds.max ? bounds.max : usual
        if now - latest < grace { refuse(.quiet, unless: .bootGrace, "it may be booting since \(latest)") }
    }

    /// Of a guest whose pace is not known yet, a boot that is known to be under way gets the most there is.
    private mutating func checkSilentBoot() {
        guard let boot = bundle.boot.shown, now - boot < bundle.boot.bounds.max else { return }
        let overlooked = bundle.rule.ladder.map(\.despite)
        let telling = bundle.signs.filter { seen in overlooked.allSatisfy(seen.sign.isDisjoint) }
        guard !telling.contains(where: { $0.at >= boot }) else { return }
        refuse(.quiet, unless: .bootGrace, "its uptime shows a boot at \(boot)")
    }
}
