internal import Engine

/// The Node Healthcheck Operator: a node that has not been ready for 300 seconds is remediated, unless fewer than 51 % of the
/// nodes are healthy; the first remediation, a restart, has five minutes, then the next, a reset, has as many, and no more
/// follow. A node's readiness is lost 40 seconds after its last sign (the node controller's grace).
struct NodeHealthCheck: Incumbent {
    static let name = "Node Healthcheck, escalating, minHealthy 51 %"
    let pace = TimeSpan.seconds(10)
    private var lastSeen: [Timestamp?]
    private var escalation: [(step: Int, since: Timestamp)?]

    init(targets: Int) {
        lastSeen = Array(repeating: nil, count: targets)
        escalation = Array(repeating: nil, count: targets)
    }

    mutating func decide(_ checks: [Checks], isGatewayUp: Bool, at now: Timestamp) -> [Order] {
        for (target, check) in checks.enumerated() where check.isAnythingUp {
            lastSeen[target] = now
            escalation[target] = nil
        }
        let healthy = lastSeen.indices.count { isReady($0, at: now) }
        guard healthy * 100 >= checks.count * 51 else { return [] }
        return checks.indices.compactMap { target in
            isUnhealthy(target, at: now) ? escalate(target, at: now) : nil
        }
    }

    private func isReady(_ target: Int, at now: Timestamp) -> Bool {
        lastSeen[target].map { now - $0 <= .seconds(40) } ?? false
    }

    private func isUnhealthy(_ target: Int, at now: Timestamp) -> Bool {
        lastSeen[target].map { now - $0 >= .seconds(340) } ?? false
    }

    private mutating func escalate(_ target: Int, at now: Timestamp) -> Order? {
        guard let current = escalation[target] else {
            escalation[target] = (1, now)
            return Order(target: target, action: .restart)
        }
        guard current.step == 1, now - current.since >= .minutes(5) else { return nil }
        escalation[target] = (2, now)
        return Order(target: target, action: .reset)
    }
}
