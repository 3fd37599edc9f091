internal import Engine

/// A Kubernetes liveness probe with its defaults: each ten seconds, three failures, then a termination with thirty seconds
/// of grace and a kill; restarts back off from ten seconds to five minutes and begin anew after ten good ones. A new
/// container has five minutes to start (a startup probe), if it answers earlier it counts from there.
struct LivenessProbe: Incumbent {
    static let name = "Kubernetes liveness probe"
    let pace = TimeSpan.seconds(10)
    private var states: [State]

    fileprivate struct State {
        var failures = 0
        var killAt: Timestamp?
        var startingUntil: Timestamp?
        var backOff = TimeSpan.zero
        var notBefore = Timestamp.distantPast
        var healthySince: Timestamp?
    }

    init(targets: Int) { states = Array(repeating: State(), count: targets) }

    mutating func decide(_ checks: [Checks], isGatewayUp: Bool, at now: Timestamp) -> [Order] {
        checks.indices.compactMap { target in
            states[target].look(isUp: checks[target].http, at: now).map { Order(target: target, action: $0) }
        }
    }
}

extension LivenessProbe.State {
    fileprivate mutating func look(isUp: Bool?, at now: Timestamp) -> PowerAction? {
        guard isUp == false else {
            failures = 0
            killAt = nil
            startingUntil = nil
            healthySince = healthySince ?? now
            if let healthySince, now - healthySince >= .minutes(10) { backOff = .zero }
            return nil
        }
        healthySince = nil
        if let killAt, now >= killAt { return kill(at: now) }
        if let startingUntil, now < startingUntil { return nil }
        guard killAt == nil else { return nil }
        failures += 1
        guard failures >= 3, now >= notBefore else { return nil }
        killAt = now + .seconds(30)
        return .restart
    }

    private mutating func kill(at now: Timestamp) -> PowerAction {
        killAt = nil
        failures = 0
        startingUntil = now + .minutes(5)
        backOff = min(max(backOff * 2, .seconds(10)), .minutes(5))
        notBefore = now + backOff
        return .reset
    }
}
