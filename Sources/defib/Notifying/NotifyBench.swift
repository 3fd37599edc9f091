import Alerting
import Configuration
import Daemon
import Engine

/// Sends the two messages of a test to one receiver after the other.
struct NotifyBench {
    let assembly: ReceiverAssembly
    /// Who tests: whoever is woken by it wants to know.
    let by: String

    func test(_ settings: ReceiverSettings) async -> NotifyResult {
        let receiver = assembly.receiver(settings)
        let start = systemClock()
        let clock = ContinuousClock.now
        let firing = await receiver.deliver(message(startedAt: start, endedAt: nil))
        let afterFiring = ContinuousClock.now
        var result = NotifyResult(name: settings.name, kind: settings.kind.word)
        result.firing = NotifyResult.Step(firing, took: afterFiring - clock)
        // What never fired has nothing to resolve.
        guard firing == .delivered else { return result }
        let resolved = await receiver.deliver(message(startedAt: start, endedAt: systemClock()))
        result.resolved = NotifyResult.Step(resolved, took: ContinuousClock.now - afterFiring)
        return result
    }

    /// Of a target that does not exist, so that no alert of a real one is touched.
    private func message(startedAt start: Timestamp, endedAt end: Timestamp?) -> Notification {
        let news = "this is only a test of Defib's notifications, sent by \(by): nothing is down, nothing is to do"
        return Notification(
            id: start.milliseconds * 2 + (end == nil ? 0 : 1),
            key: "defib/test/\(start.milliseconds)",
            status: end == nil ? .firing : .resolved,
            kind: .notice,
            severity: "page",
            vps: nil,
            name: "test",
            briefing: Briefing(at: end ?? start, news: end == nil ? "TEST: \(news)" : "TEST over: \(news)"),
            startsAt: start,
            endsAt: end
        )
    }
}

extension ReceiverSettings.Kind {
    /// As the configuration calls it.
    var word: String {
        switch self {
        case .webhook: "webhook"
        case .alertmanager: "alertmanager"
        case .pagerDuty: "pagerduty"
        case .slack: "slack"
        case .ntfy: "ntfy"
        case .email: "email"
        case .command: "command"
        }
    }
}
