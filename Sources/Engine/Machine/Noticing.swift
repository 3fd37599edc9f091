/// What the on-call engineer is told about Defib itself.
extension Engine {
    mutating func take(_ measured: WatchdogHealth) {
        health.take(measured, at: now)
        setNotice("journal", measured.journalFault.map { "the journal can't be written, so nothing is done: \($0)" })
    }

    /// Tells once when it begins and once when it is over.
    mutating func setNotice(_ key: String, _ line: String?, severity: String = "page") {
        let since = notices[key]
        guard (since == nil) != (line == nil) else { return }
        notices[key] = line == nil ? nil : now
        let notification = Notification(
            id: numbering.nextNotification(),
            key: "defib/\(key)/\((since ?? now).milliseconds)",
            status: line == nil ? .resolved : .firing,
            kind: .notice,
            severity: severity,
            vps: nil,
            name: "defib",
            briefing: Briefing(at: now, news: line ?? "\(key) is in order again"),
            startsAt: since ?? now,
            endsAt: line == nil ? now : nil
        )
        post(notification, to: policy.receivers(for: severity, target: nil, rule: nil))
    }
}
