internal import Engine

/// Nagios and its kin: checked and rechecked each minute, `max_check_attempts 4`; the event handler restarts at the third
/// soft failure and resets once the state is hard, as the manual's example does for a service. A host is down only while its
/// parent, the gateway, is up; otherwise it is unreachable and the handler stays idle.
struct Nagios: Incumbent {
    static let name = "Nagios, soft and hard states with an event handler"
    let pace = TimeSpan.minutes(1)
    private var attempts: [Int]

    init(targets: Int) { attempts = Array(repeating: 0, count: targets) }

    mutating func decide(_ checks: [Checks], isGatewayUp: Bool, at now: Timestamp) -> [Order] {
        var orders: [Order] = []
        for (target, check) in checks.enumerated() {
            guard check.http == false else {
                attempts[target] = 0
                continue
            }
            // A service whose host is unreachable is not handled.
            guard isGatewayUp else { continue }
            attempts[target] += 1
            // A handler runs at changes of state alone: once hard, never again before a recovery.
            if attempts[target] == 3 { orders.append(Order(target: target, action: .restart)) }
            if attempts[target] == 4 { orders.append(Order(target: target, action: .reset)) }
        }
        return orders
    }
}
