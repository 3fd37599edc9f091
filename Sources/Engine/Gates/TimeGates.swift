/// The gates that keep still for a time: by plan, by an operator's word, or because a guest may be booting.
extension Facts {
    func window() -> GateResult {
        if let silence = calm.silences.first {
            let detail = "silenced by \(silence.by) until \(silence.until): \(silence.reason)"
            return refuse(.window, detail, canPass: true)
        }
        guard calm.windows.isEmpty else {
            return refuse(.window, "in maintenance: \(calm.windows.joined(separator: ", "))", canPass: true)
        }
        return pass(.window, "no maintenance window is open, nothing is silenced")
    }

    func bootGrace() -> GateResult {
        guard let grace = BootLog.grace(of: boot.samples, within: boot.bounds) else {
            let seen = "\(boot.samples.count) of \(BootLog.enoughSamples) boots seen"
            if let silent = boot.silent, now - silent < boot.bounds.max {
                let shown = "its uptime shows a boot \((now - silent).brief) ago"
                return refuse(.bootGrace, "\(seen), \(shown), which gets \(boot.bounds.max)", canPass: true)
            }
            return pass(.bootGrace, "\(seen): the rung's own wait stands for the time to boot")
        }
        guard let latest = boot.latest else { return pass(.bootGrace, "no boot known; it takes \(grace.brief)") }
        let age = now - latest
        guard age >= grace else {
            return refuse(.bootGrace, "booting since \(age.brief), it may take \(grace.brief)", canPass: true)
        }
        return pass(.bootGrace, "last boot \(age.brief) ago, it takes \(grace.brief)")
    }
}
